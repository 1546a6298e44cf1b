"""The line tagger: units, features, weights, and that no text is too strange for it."""

from __future__ import annotations

import io
import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.chrome.context import CONTEXT_NAMES, STRUCTURE_CONTEXT_NAMES, Readings, context_features
from cleaner.chrome.counts import Units
from cleaner.chrome.features import SURFACE_NAMES, Batch, features
from cleaner.chrome.grams import grams
from cleaner.chrome.segments import LONG_SEGMENT_CHARS, unit_spans
from cleaner.chrome.structure import STRUCTURE_NAMES
from cleaner.chrome.tagger import WeightsError, explain_units, load_weights, read_weights, score_documents
from cleaner.chrome.titles import TITLE_NAMES
from cleaner.chrome.trees import Forest, predict
from cleaner.config import Config
from cleaner.document import Document, Record
from cleaner.parse import parse

PAGE = """Home
News
Sport
Sign in
The old bridge closes for repairs

The council voted on Monday to close the old bridge for six months, the city said in a statement.
Engineers had found cracks in two of its pillars during the spring inspection, and the ferry will run twice an hour.
"We could not wait any longer," the mayor said. "Safety comes first."

Share on Facebook
Related articles
Ten things to do this weekend
Why everyone talks about the harbour
© 2021 The Valley Post. All rights reserved.
Privacy policy
"""

GERMAN = """Startseite
Politik
Anmelden
Die alte Brücke wird gesperrt

Der Stadtrat hat am Montag beschlossen, die alte Brücke für sechs Monate zu sperren, teilte die Stadt mit.
Gutachter hatten im Frühjahr Risse in zwei Pfeilern gefunden, die Fähre soll zweimal in der Stunde fahren.
Mehr zum Thema
Newsletter abonnieren
Impressum
Datenschutz
"""

CHINESE = """首页
新闻
登录
老桥将封闭维修

市议会星期一表决，决定将老桥封闭六个月，市政府在一份声明中说。
工程师在春季检查中发现两座桥墩出现裂缝，渡轮将每小时开行两次，居民可以免费乘坐。
相关新闻
版权所有
"""

ARABIC = """الرئيسية
أخبار
تسجيل الدخول
إغلاق الجسر القديم للإصلاح

قرر مجلس المدينة يوم الاثنين إغلاق الجسر القديم لمدة ستة أشهر، حسبما ذكرت البلدية في بيان لها.
وكان المهندسون قد عثروا على شقوق في اثنين من أعمدته خلال فحص الربيع، وستعمل العبارة مرتين في الساعة.
اقرأ أيضا
جميع الحقوق محفوظة
"""


def document(text: str) -> Document:
    return parse(Record(id="t", payload=text.encode("utf-8", "surrogatepass"), media_type="text/plain"), Config())[0]


def units(text: str) -> Units:
    return Units(text, np.array(list(unit_spans(document(text))), np.int64).reshape(-1, 3))


@pytest.mark.parametrize(
    ("name", "text", "content", "chrome"),
    [
        ("English", PAGE, "The council voted", ("Sign in", "Share on Facebook", "Privacy policy")),
        ("German", GERMAN, "Der Stadtrat hat", ("Anmelden", "Impressum", "Datenschutz")),
        ("Chinese", CHINESE, "市议会星期一", ("登录", "首页")),
        ("Arabic", ARABIC, "قرر مجلس المدينة", ("تسجيل الدخول", "الرئيسية")),
    ],
)
def test_content_scores_above_chrome(name: str, text: str, content: str, chrome: tuple[str, ...]) -> None:
    (scored,) = score_documents([document(text)])
    spans = scored.spans.tolist()
    by_line = {text[start:end]: score for (start, end, _), score in zip(spans, scored.content, strict=True)}
    prose = next(score for line, score in by_line.items() if line.startswith(content))
    assert all(prose > by_line[line] for line in chrome), (name, by_line)


def test_a_paragraph_loses_its_tail_and_nothing_else() -> None:
    story = (
        "The council voted on Monday to close the old bridge for six months, the city said in a statement. Engineers "
        "had found cracks in two of its pillars during the spring inspection, and the ferry will run twice an hour. "
        'People who live on the other bank were not surprised, and many had expected worse. "We could not wait any '
        'longer," the mayor said at the end of a long evening in the town hall, where the story continues.'
    )
    tail = "READ MORE: Ten things to do this weekend Sign up for our newsletter"
    assert cleaner.clean(f"{story} {tail}\n").text.strip() == story


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("one line", "Nothing but this."),
        ("only digits", "12 345\n67\n" * 20),
        ("only emoji", "😀😀\n👩‍👩‍👧‍👦\n" * 5),
        ("mixed scripts", "Привет world 你好 שלום\nمرحبا\n"),
        ("lone surrogates", "before \udc80\udcff after\n\ud83d\n"),
        ("punctuation only", "...\n---\n***\n|||\n"),
        ("blank", "\n \n\t\n"),
        ("a long line without spaces", "x" * 100_000),
        ("right to left", ARABIC),
    ],
)
def test_strange_texts_are_scored_and_restored(name: str, text: str) -> None:
    own = document(text)
    (scored,) = score_documents([own])
    assert len(scored.content) == len(scored.spans)
    assert np.isfinite(scored.content).all()
    result = cleaner.clean(text)
    assert cleaner.restore(result) == result.document.text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=5))
def test_a_document_scores_the_same_in_any_batch(texts: list[str]) -> None:
    documents = [document(text) for text in [*texts, PAGE]]
    together = score_documents(documents)
    for own, scored in zip(documents, together, strict=True):
        (alone,) = score_documents([own])
        np.testing.assert_array_equal(alone.spans, scored.spans)
        np.testing.assert_allclose(alone.content, scored.content, atol=1e-5)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=2000))
def test_units_cover_every_line_in_order(text: str) -> None:
    own = document(text)
    spans = list(unit_spans(own))
    for line in own.lines:
        of_line = [(start, end) for start, end, index in spans if index == line.index]
        assert of_line[0][0] == line.start
        assert of_line[-1][1] == line.end
        assert all(left[1] == right[0] for left, right in itertools.pairwise(of_line))
        assert all(end - start <= LONG_SEGMENT_CHARS for start, end in of_line)


def test_features_are_finite_and_named() -> None:
    batch = features([units(text) for text in (PAGE, GERMAN, CHINESE, ARABIC, "", "\n")])
    assert batch.surface.shape == (len(batch.word_starts) - 1, len(SURFACE_NAMES))
    assert np.isfinite(batch.surface).all()
    readings = Readings(
        np.zeros(len(batch.surface), np.float32), np.zeros(6, np.float32), np.full((6, 2), 0.5, np.float32)
    )
    assert context_features(batch, readings).shape == (len(batch.surface), len(SURFACE_NAMES) + len(CONTEXT_NAMES) + 2)


def test_words_do_not_depend_on_case_or_place() -> None:
    def words(text: str) -> Batch:
        return features([units(text)])

    np.testing.assert_array_equal(words("READ More").words, words("read more").words)
    np.testing.assert_array_equal(words("– read more").words, words("read more").words)
    hashed = [words(text) for text in ("Über 12 uhr", "über 34 Uhr")]
    numbers = [grams(batch.words, batch.word_starts, 1 << 10).words for batch in hashed]
    np.testing.assert_array_equal(numbers[0], numbers[1])


def test_a_forest_adds_up_its_leaves() -> None:
    forest = Forest(
        np.array([[0, 1], [1, 1]], np.int16),
        np.array([[0.5, 2.0], [1.0, np.inf]], np.float32),
        np.array([[1, 2, 4, 8], [16, 32, 0, 0]], np.float32),
        0.5,
    )
    rows = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 3.0], [1.0, 3.0]], np.float32)
    assert predict(forest, rows).tolist() == [17.5, 18.5, 36.5, 40.5]


def test_weights_for_other_features_are_refused() -> None:
    about = {"features_version": -1, "surface": len(SURFACE_NAMES), "context": len(CONTEXT_NAMES)}
    stored = io.BytesIO()
    np.savez(stored, about=np.frombuffer(json.dumps(about).encode(), np.uint8))
    with pytest.raises(WeightsError, match="features_version = -1"):
        read_weights(stored.getvalue())


@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_every_line_is_explained_in_words(media_type: str) -> None:
    source = PAGE if media_type == "text/plain" else PAGE.replace("\n", "<br>")
    own, _ = parse(Record(id="t", payload=source.encode(), media_type=media_type), Config())
    explained = explain_units(own)
    assert len(explained) == len(own.lines)
    assert all(name for reasons in explained for name, _ in reasons)


def test_the_weights_fit_the_networks() -> None:
    weights = load_weights()
    of_text = len(SURFACE_NAMES) + len(CONTEXT_NAMES) + len(weights.page_types)
    of_html = of_text + len(STRUCTURE_NAMES) + len(TITLE_NAMES) + len(STRUCTURE_CONTEXT_NAMES)
    for trained, columns in ((weights.text, of_text), (weights.html, of_html)):
        assert trained.forest.leaves.shape[1] == 1 << trained.forest.feature.shape[1]
        assert len(trained.typical) == columns
