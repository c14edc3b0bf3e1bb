"""Where a catalog comes from: files, YAML, references between them."""

from eo_tracker.catalog.load import Loaded, load, load_texts
from eo_tracker.catalog.locate import Located, locate

__all__ = ["Loaded", "Located", "load", "load_texts", "locate"]
