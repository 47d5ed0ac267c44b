"""Agent Skills and priming bundles checked: form, size, links, and what is quoted.

==============  ============================================================
``rules``       what is objected to, why, and how it looks mended
``frontmatter`` the fields in front of ``SKILL.md``
``folder``      size, links, scripts and data of a skill
==============  ============================================================

The rules are those of the Agent Skills specification, where its two reference
validators differ the stricter one's, and its advice on size counted in tokens.
"""
