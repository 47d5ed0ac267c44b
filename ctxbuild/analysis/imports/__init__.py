"""What imports lead to, exactly: one resolver for each family of languages.

``python_modules``, ``script_modules`` (JavaScript, TypeScript, Vue, Svelte), ``go_packages``,
``rust_modules``, ``java_classes``, ``c_includes``; ``graph`` puts them together, ``nearness``
chooses among several files that could be meant. Other languages are resolved by
name (:mod:`ctxbuild.analysis.links`), and their edges say so.
"""
