"""How faithful the Markdown version of an HTML page is, whoever wrote it.

Both are read plainly and compared. Nothing of this comes from our own converter: ``page``
walks the parser's tree, ``markdown`` takes what a Markdown parser makes of the twin,
``comparing`` counts what the two ``reading``s have in common, and ``fidelity_report``
writes it down.
"""
