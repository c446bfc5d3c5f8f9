"""Template grammars: what symbols, capitals, indentation and nesting mean."""

import random

import pytest

from sparse_probing.corpora.productions import expand


def derive(grammar, seed=0, **options):
    return expand("start", grammar=grammar, rng=random.Random(seed), **options)


def test_symbols_are_replaced_and_everything_else_stands_for_itself():
    assert derive({"start": ("[«a»] {«b»} <«a»|$>",), "a": ("x",), "b": ("\\y",)}) == r"[x] {\y} <x|$>"


def test_a_caret_asks_for_a_capital():
    assert derive({"start": ("«^a» «a»",), "a": ("the cat",)}) == "The cat the cat"


def test_a_symbol_that_begins_a_line_indents_all_its_lines_and_leaves_empty_ones_empty():
    assert derive({"start": ("{\n\t«a»\n}",), "a": ("one\n\ntwo",)}) == "{\n\tone\n\n\ttwo\n}"
    assert derive({"start": ("x = «a»",), "a": ("one\ntwo",)}) == "x = one\ntwo"


def test_nesting_is_bounded_by_the_first_production():
    grammar = {"start": ("«a»",), "a": (".", "(«a»)", "(«a»)", "(«a»)")}
    derived = {derive(grammar, seed, nesting=2) for seed in range(200)}
    assert derived == {".", "(.)", "((.))", "(((.)))"}


def test_all_productions_are_used_and_the_same_seed_gives_the_same_text():
    grammar = {"start": ("a", "b", "«c»"), "c": ("c",)}
    assert {derive(grammar, seed) for seed in range(50)} == {"a", "b", "c"}
    assert derive(grammar, 7) == derive(grammar, 7)


def test_an_unknown_symbol_is_named():
    with pytest.raises(KeyError, match="missing"):
        derive({"start": ("«missing»",)})
