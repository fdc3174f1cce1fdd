"""What the import contracts cannot say briefly, on import-linter's own graph."""

import functools
import re

import grimp
import pytest


@functools.cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("webapp", cache_dir=None)


STORES = sorted(module for module in graph().modules if module.split(".")[-1] == "store" and module.count(".") == 2)


def test_there_are_cupboards_to_watch():
    assert STORES


@pytest.mark.parametrize("store", STORES)
def test_a_store_is_opened_only_by_its_own_service_and_queries(store):
    package = store.rsplit(".", 1)[0]

    drawers = {store, *graph().find_descendants(store)}
    importers = {module for drawer in drawers for module in graph().find_modules_that_directly_import(drawer)} - drawers

    assert [module for module in importers if not re.match(rf"{package}\.(service|queries)(\.|$)", module)] == []


def test_nothing_is_called_utils_or_helpers():
    names = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}

    assert [module for module in graph().modules if module.split(".")[-1] in names] == []
