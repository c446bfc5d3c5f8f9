import polars as pl
import pytest
from pydantic import TypeAdapter, ValidationError

from sparse_probing.predicates import matches
from sparse_probing.settings.dataset import Dataset, Feature, FeatureList, OneVsRest, RowSettings, Within

SOURCE = {"format": "jsonl", "files": ["a.jsonl"], "annotations": {"lang": "lang"}}


def one_vs_rest(values, column="lang", **options):
    return OneVsRest(one_vs_rest={"column": column, "values": values}, category="other", **options)


def dataset(features, **options):
    return Dataset(description="d", source=SOURCE, unit="token", features=features, **options)


@pytest.mark.parametrize("column", ["lang", "group", "meta.lang", "is-it", "2nd"])
@pytest.mark.parametrize("value", ["de", "O'Brien", "''", 'say "x"', "a;b -- c", "%", "\\'", "ü"])
def test_the_predicate_of_a_value_holds_for_that_value_alone(column, value):
    (feature,) = one_vs_rest({"name": value}, column=column).expand()
    rows = pl.DataFrame({column: [value, value + "'", "de?", None, value.upper() + "x"]})
    assert matches(rows, feature.where).tolist() == [True, False, False, False, False]


def test_features_are_named_after_their_values_with_a_prefix_or_as_told():
    listed = one_vs_rest(["FreeLaw", "PubMed Abstracts", "nsubj:pass", "C++"], prefix="is_", among="TRUE")
    assert [f.name for f in listed.expand()] == [
        "is_freelaw", "is_pubmed_abstracts", "is_nsubj_pass", "is_c_",
    ]  # fmt: skip
    named = one_vs_rest({"cpp": "C++", "csharp": "C#"}, among="lang IS NOT NULL")
    assert [(f.name, f.among, f.category) for f in named.expand()] == [
        ("cpp", "lang IS NOT NULL", "other"),
        ("csharp", "lang IS NOT NULL", "other"),
    ]


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        (["C++", "C#"], {}, "values 'C\\+\\+' and 'C#' make the same name 'c_', give them names"),
        (["+x"], {}, "value '\\+x' makes no name of a feature"),
        (["x"], {"prefix": "../"}, "value 'x' makes no name of a feature"),
        ({"a/b": "x"}, {}, "pattern"),
        ([], {}, "at least 1"),
        ([False], {}, "valid string"),
    ],
)
def test_values_must_make_names_of_files(values, options, message):
    with pytest.raises(ValidationError, match=message):
        one_vs_rest(values, **options)


def test_a_value_given_twice_makes_one_feature():
    assert len(one_vs_rest(["de", "de"]).expand()) == 1


def test_within_asks_the_same_question_of_the_rows_of_each_value():
    pools = [{"where": "kind = 'near'", "share": 0.5}]
    features = Within(
        within={"column": "word", "values": ["social security", "high school"]},
        category="compound_word",
        where="kind = 'yes'",
        among="kind <> 'void' OR kind IS NULL",
        negatives=pools,
    ).expand()
    assert [feature.name for feature in features] == ["social_security", "high_school"]
    rows = pl.DataFrame(
        {
            "word": ["social security", "social security", "social security", "high school"],
            "kind": ["yes", None, "void", "yes"],
        }
    )
    security, school = features
    assert matches(rows, security.among).tolist() == [True, True, False, False]
    assert matches(rows, school.among).tolist() == [False, False, False, True]
    assert {feature.where for feature in features} == {"kind = 'yes'"}
    assert [pool.where for pool in school.negatives] == ["kind = 'near'"]


def test_a_list_holds_features_and_expansions_in_order():
    content = [
        {"name": "digit", "category": "text", "where": "token ~ '[0-9]'"},
        {"one_vs_rest": {"column": "lang", "values": ["de", "en"]}, "category": "natural_language"},
        {"name": "last", "category": "text", "where": "TRUE"},
    ]
    features = FeatureList(features=content).expand()
    assert [feature.name for feature in features] == ["digit", "de", "en", "last"]
    assert all(isinstance(feature, Feature) for feature in features)


def test_a_dataset_takes_its_own_features_or_a_selection_in_the_order_asked():
    shared = {"langs": FeatureList(features=[one_vs_rest(["de", "en", "fr"])])}
    own = dataset([{"name": "x", "category": "other", "where": "TRUE"}])
    assert [f.name for f in own.expand_features({})] == ["x"]
    everything = dataset({"list": "langs"})
    assert [f.name for f in everything.expand_features(shared)] == ["de", "en", "fr"]
    some = dataset({"list": "langs", "select": ["fr", "de"]})
    assert [f.name for f in some.expand_features(shared)] == ["fr", "de"]
    with pytest.raises(KeyError, match="el"):
        dataset({"list": "langs", "select": ["el"]}).expand_features(shared)
    with pytest.raises(KeyError, match="absent"):
        dataset({"list": "absent"}).expand_features(shared)


def test_predicates_may_name_columns_of_rows_and_of_the_source():
    columns = dataset([]).columns()
    assert {"token", "position", "document", "group", "lang"} <= set(columns)
    assert (columns["token"], columns["position"], columns["lang"]) == (pl.String, pl.UInt32, None)


def test_shares_of_hard_negatives_add_up_to_1_at_most():
    thirds = [{"where": "TRUE", "share": 1 / 3}] * 3
    Feature(name="f", category="other", where="TRUE", negatives=thirds)
    with pytest.raises(ValidationError, match="the shares of 'negatives' add up to more than 1"):
        Feature(name="f", category="other", where="TRUE", negatives=[*thirds, *thirds])
    with pytest.raises(ValidationError, match="greater than 0"):
        Feature(name="f", category="other", where="TRUE", negatives=[{"where": "TRUE", "share": 0}])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "token", "aggregation": "mean"}, "unit 'token' makes rows of one token"),
        ({"unit": "span", "aggregation": "max"}, "unit 'span' makes rows of one token"),
        ({"unit": "span", "pieces": "first", "aggregation": "max"}, "'aggregation' must be 'none'"),
        ({"unit": "document"}, "unit 'document' needs 'aggregation' mean or max"),
        ({"unit": "token", "documents_by": "lang"}, "'documents_by' needs 'documents'"),
        ({"unit": "token", "pieces": "all"}, "'pieces' is about spans, but the unit is 'token'"),
        ({"unit": "token", "context": 10, "skip": 10}, "'skip' must be below 'context', which is 10"),
        ({"unit": "token", "context": 3}, "greater than or equal to 4"),
        ({"unit": "token", "sequences_per_document": 0}, "greater than 0"),
        ({"unit": "token", "sample": {"rows": 0}}, "greater than 0"),
        ({"unit": "word"}, "'token', 'span' or 'document'"),
        ({"unit": "token", "contxt": 8}, "contxt"),
    ],
)
def test_rows_that_make_no_vectors_are_rejected(options, message):
    with pytest.raises(ValidationError, match=message):
        RowSettings(**options)


def test_settings_of_rows_survive_the_way_through_json():
    rows = RowSettings(unit="span", pieces="all", aggregation="mean", sample={"rows": 5, "keep": "TRUE"})
    assert TypeAdapter(RowSettings).validate_json(rows.model_dump_json()) == rows
