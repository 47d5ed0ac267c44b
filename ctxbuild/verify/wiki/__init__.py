"""A wiki against the source that it tells of: claims, arrows, links, the pages themselves."""
