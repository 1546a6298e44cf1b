"""Write `src/cleaner/data/phrases.json`, which the rules read, from the lists in `src/cleaner/data/phrases/`.

    python -m training.phrases

A test says when it is out of date.
"""

from __future__ import annotations

from pathlib import Path

from cleaner.chrome.rules.phrase_lists import compiled, encoded

TARGET = Path(__file__).parents[1] / "src" / "cleaner" / "data" / "phrases.json"

if __name__ == "__main__":
    TARGET.write_bytes(encoded(compiled()))
