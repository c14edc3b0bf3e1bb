"""eo-tracker: the compliance deadlines that executive orders set, each with its proof."""
