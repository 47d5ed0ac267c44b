"""Which package an installed path is of."""

import pytest

from ctxbuild.search.installed import STANDARD, find_origin

PATHS = {
    "/v/lib/python3.12/site-packages/flask/app.py": ("flask/app.py", "flask"),
    "/v/lib/python3.12/site-packages/six.py": ("six.py", "six"),
    "/a/node_modules/@scope/part/lib/x.js": ("lib/x.js", "@scope/part"),
    "/a/node_modules/outer/node_modules/inner/x.js": ("x.js", "inner"),
    "/h/.cargo/registry/src/index-1f/some-crate-1.2.3/src/de.rs": ("src/de.rs", "some-crate"),
    "/go/pkg/mod/example.org/a/b@v1.2.0/c/d.go": ("c/d.go", "example.org/a/b"),
    "/usr/lib/ruby/gems/3.2.0/gems/rack-2.2.3/lib/rack.rb": ("lib/rack.rb", "rack"),
    "/w/vendor/acme/part/src/X.php": ("src/X.php", "acme/part"),
    "package:widgets/src/w.dart": ("src/w.dart", "widgets"),
    "/usr/lib/python3.12/json/decoder.py": ("json/decoder.py", STANDARD),
    "/rustc/0a1b/library/core/src/option.rs": ("library/core/src/option.rs", STANDARD),
    "/usr/local/go/src/net/http/server.go": ("net/http/server.go", STANDARD),
    "node:internal/process": ("internal/process", STANDARD),
    "/home/me/app/src/main.py": ("/home/me/app/src/main.py", ""),
}


@pytest.mark.parametrize(("path", "expected"), PATHS.items(), ids=list(PATHS))
def test_a_path_is_told_inside_its_package(path: str, expected: tuple[str, str]) -> None:
    assert find_origin(path) == expected


@pytest.mark.parametrize("unit", ["a/", "vendor/", "node_modules/", "gems/", "@", "deps/lib/"])
def test_a_long_path_is_read_in_bounded_work(unit: str) -> None:
    assert find_origin(unit * 300).path
