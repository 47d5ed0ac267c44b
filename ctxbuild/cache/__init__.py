"""The one caching idiom: values by content, in SQLite, never needed for a result."""

from ctxbuild.cache.place import default_directory
from ctxbuild.cache.store import Cache, CacheInfo

__all__ = ["Cache", "CacheInfo", "default_directory"]
