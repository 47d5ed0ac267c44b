"""stub"""
from ctxbuild.readers.entries import FileSet


def with_dependencies(files: FileSet, package: bytes) -> tuple[bytes, ...]:
    """X."""
    return (package,)
