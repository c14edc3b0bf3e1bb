"""From the text of an order to its directives: read, outlined, searched for who must do what by when."""

from eo_tracker.extract.findings import Extraction, Found, extract
from eo_tracker.extract.source import Source, Unreadable, read

__all__ = ["Extraction", "Found", "Source", "Unreadable", "extract", "read"]
