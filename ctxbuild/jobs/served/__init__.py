"""Sources kept ready for questions: what the MCP server answers from.

============  ====================================================================
``arriving``  what is still being read, and those who wait for it
``opening``   what is asked for is checked, announced, then read
``source``    a source read, ranked and indexed once
``answers``   a question → the parts that answer it, best first
``listing``   these parts as lines, by kind
``symbols``   a name → its definition, who uses it, its tests
``pages``     what a wiki is, whoever wrote it; pages of a source without one
``overview``  a source in a few lines, and the map of its files
``made``      the wiki that is made of a repository, its map and documents
``later``     a wiki that is made when it is needed, or before while nobody asks
``directory`` a wiki that was written before
``bounded``   answers within limits, with cursors
``library``   one method for each tool of the server
============  ====================================================================
"""
