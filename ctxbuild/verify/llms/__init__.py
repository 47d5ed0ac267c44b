"""Checks llms.txt files, whoever wrote them.

``rules`` is the table; ``listing`` holds what rules look at; ``form``, ``words`` and ``targets``
find what is wrong with the file itself, with what it says, and with where its links lead.
"""
