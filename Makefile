# Everything from a bare checkout: `make corpus`, `make test`. Needs Python 3.11+ and make only.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: corpus test gate check-corpus format clean

corpus: $(VENV)/package  ## clean seeds/ into corpus/
	$(BIN)/cleaner clean seeds/ -o corpus/ --again

test: $(VENV)/development  ## tests, doctests, lint, types, that seeds/ can be cleaned and corpus/ is what they give
	$(BIN)/python -m pytest
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/cleaner check seeds/
	$(MAKE) --no-print-directory check-corpus

gate: $(VENV)/development  ## chrome removal on a sample of DATA has not become worse (skips where DATA is not there)
	$(BIN)/python -m benchmarks.gate --data $(DATA)

check-corpus: $(VENV)/package  ## corpus/ is what cleaning seeds/ gives, and gives seeds/ back
	$(BIN)/cleaner clean seeds/ -o corpus/ --check
	rm -rf $(VENV)/corpus
	$(BIN)/cleaner clean seeds/ -o $(VENV)/corpus --quiet
	diff -r corpus $(VENV)/corpus
	$(BIN)/cleaner restore corpus/ --against seeds/

format: $(VENV)/development
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV)

$(VENV)/package: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade "pip>=25.1"  # older ones know no dependency groups, and stumble over lxml's extras
	$(PIP) install --editable .
	touch $@

$(VENV)/development: $(VENV)/package
	$(PIP) install --group dev
	touch $@
