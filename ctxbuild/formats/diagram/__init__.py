"""Diagrams as SVG: layers from the top down, lines that pass between boxes, the same every time.

============== ==============================================================
``text``       how wide a text is, and what fits
``layers``     which layer a node stands in; where long lines pass
``order``      the order within layers that has few crossings
``places``     coordinates: nodes near what they are joined to, never overlapping
``layout``     boxes and lines of a whole diagram, its unconnected parts packed
``svg``        the drawing
============== ==============================================================

The method is that of Sugiyama, Tagawa and Toda (1981).
"""
