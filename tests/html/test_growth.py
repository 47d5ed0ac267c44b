"""Pages leave nothing behind."""

import gc

import pytest

from ctxbuild.html import convert
from ctxbuild.html.dom import Element

PAGE = "<main><h1>T</h1>" + "<div class=a><p>x <b>y</b></p><pre><code>z</code></pre></div>" * 50


def elements():
    return sum(isinstance(each, Element) for each in gc.get_objects())


def test_the_tree_of_a_page_is_free_when_it_is_converted_without_any_collection():
    convert(PAGE)
    gc.collect()
    before = elements()
    gc.disable()
    try:
        for _ in range(3):
            convert(PAGE)
        assert elements() == before
    finally:
        gc.enable()


def test_collection_goes_on_after_a_page_and_after_a_failure():
    convert(PAGE)
    assert gc.isenabled()
    with pytest.raises(AttributeError):
        convert(None)
    assert gc.isenabled()
    gc.disable()
    try:
        convert(PAGE)
        assert not gc.isenabled()
    finally:
        gc.enable()
