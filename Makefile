# Ruhr Planner. The two commands to know: `make run` and `make test`. `make` alone lists the others.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

ROOT := $(CURDIR)
PYTHON := $(ROOT)/.venv/bin/python
ISOLATED := $(ROOT)/scripts/isolated.sh
STAGE := build/ruhr_planner
STAMPS := build/.stamps
OUT ?= build/run
IN_A_ROOT := $(if $(TESTS),PARTS="tests - $(TESTS)")
SCENES_OF_VERSIONS := tests/desktop/versions.py
PYTEST := $(ISOLATED) $(PYTHON) -m pytest
STRICT_ROOMS := model catalogue net harmonise analysis

PACKAGE_FILES := $(shell find ruhr_planner -name '*.py' -not -path '*/__pycache__/*' 2>/dev/null)
RESOURCE_FILES := $(shell find resources -type f -not -path 'resources/demo/*' 2>/dev/null)
MANUAL_FILES := $(shell find docs scripts/docs -type f -not -name '*.pyc' 2>/dev/null)
DEMO_SOURCES := $(wildcard scripts/build_demo.py scripts/demo/*.py ruhr_planner/model/*.py ruhr_planner/store/interface.py) \
  $(shell find resources/reference -type f 2>/dev/null)
CHECKED := ruhr_planner tests scripts $(wildcard benchmarks)

.PHONY: help
help:  ## list the targets
	@echo "Ruhr Planner: make TARGET"
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- set-up -----------------------------------------------------------------------------------------------------------
.PHONY: setup system
setup: $(STAMPS)/venv  ## install QGIS >= 3.40 and the tools (does nothing when they are there)

system:
ifndef SYSTEM_READY
	@scripts/setup.sh
endif

$(STAMPS)/venv: requirements-dev.txt scripts/setup.sh $(if $(wildcard .venv/bin/python),,venv-is-missing)
	@$(MAKE) --no-print-directory system
	@mkdir -p $(STAMPS)
	@[ -x .venv/bin/python ] || /usr/bin/python3 -m venv --system-site-packages .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements-dev.txt
	@touch $@

.PHONY: venv-is-missing
venv-is-missing:

# --- data -------------------------------------------------------------------------------------------------------------
.PHONY: reference demo
reference: setup  ## build the municipalities again from their source (needs npm; the result is in the repository)
	$(ISOLATED) $(PYTHON) scripts/build_reference.py

demo: $(STAMPS)/demo  ## build the invented demo region into resources/demo/

$(STAMPS)/demo: $(DEMO_SOURCES) $(if $(wildcard resources/demo/*.gpkg),,demo-is-missing) | setup
	$(ISOLATED) $(PYTHON) scripts/build_demo.py
	@touch $@

.PHONY: demo-is-missing
demo-is-missing:

# --- the main job -----------------------------------------------------------------------------------------------------
.PHONY: run run-real desktop
run: stage  ## answer both questions for the demo region: GeoPackage, XLSX, PDF, HTML in build/run (or OUT=folder)
	@$(ISOLATED) $(PYTHON) scripts/run_report.py --out "$(OUT)"

run-real: stage  ## the same on the real data beside the project (../shared/data, or RUHR_PLANNER_DATA)
	@$(ISOLATED) $(PYTHON) scripts/build_real_store.py --out build/real/store.gpkg
	@$(ISOLATED) $(PYTHON) scripts/run_report.py --store build/real/store.gpkg --out build/run-real

desktop: stage  ## open QGIS with the plugin, in a throw-away profile
	scripts/desktop.sh

# --- tests and checks -------------------------------------------------------------------------------------------------
.PHONY: test test-long check test-unit test-unit-a-o test-unit-p-z test-qgis test-exhibits test-desktop services browser test-services coverage lint typecheck scan
test: setup  ## everything: checks, unit, QGIS, exhibit, desktop and server tests, and the core of it on Qt 6
	@PYTHON=$(PYTHON) scripts/test.sh

test-long:  ## everything, the longest tests too: windows at 150 % in the dark theme, removal, all questions on PostGIS
	RUHR_PLANNER_LONG=1 $(MAKE) --no-print-directory test

check: setup  ## the quick part, under two minutes: checks and the tests without QGIS, two at a time
	@$(MAKE) --no-print-directory --output-sync=target -j2 test-unit-a-o test-unit-p-z lint typecheck

test-unit: stage  ## tests without QGIS
	$(PYTEST) tests/unit -p no:pytest_qgis

test-unit-a-o test-unit-p-z: test-unit-%: stage  # halves that take equally long; one looks at the zip
	$(PYTEST) tests/unit/test_[$*]*.py -p no:pytest_qgis

test-qgis: stage  ## tests in QGIS without a window
	$(PYTEST) tests/qgis

test-exhibits: stage browser  ## tests of maps and tables
	$(PYTEST) tests/exhibits

test-desktop: stage  ## tests in the real QGIS desktop under Xvfb
	$(PYTEST) tests/desktop

services: setup  ## install the servers that the tests start, in build/services (does nothing when they are there)
	@scripts/services.sh

browser: setup  ## install Chromium and axe-core for the tests of the HTML report (does nothing when they are there)
	@scripts/browser.sh

test-services: stage services  ## tests against real servers: QGIS Server, MapServer, pygeoapi, pycsw, CKAN, koop …
	$(PYTEST) tests/services

MINUTES ?= 30
SEED ?= 9
INPUTS ?= 20000
.PHONY: soak random fuzz
soak: stage services  ## one QGIS for half an hour (MINUTES=30 SEED=9) against servers with faults; figures in build/soak.md
	# glibc gives back what a thread has freed, so that resident memory says what is held
	MALLOC_TRIM_THRESHOLD_=131072 MALLOC_MMAP_THRESHOLD_=131072 \
	  $(ISOLATED) $(PYTHON) -m tests.soak.run --minutes $(MINUTES) --seed $(SEED) --report build/soak.md

random: stage  ## the tests by properties with inputs that are new each time; in all other runs they are the same
	RUHR_PLANNER_RANDOM=1 $(PYTEST) -m hypothesis tests/qgis
	RUHR_PLANNER_RANDOM=1 $(PYTEST) -m hypothesis -p no:pytest_qgis tests/unit

fuzz: setup  ## every parser with so many inputs a test (INPUTS=20000); the tests run with a few hundred
	RUHR_PLANNER_INPUTS=$(INPUTS) $(PYTEST) -m fuzz -p no:pytest_qgis tests/unit
	RUHR_PLANNER_INPUTS=$(INPUTS) $(PYTEST) -m fuzz tests/qgis/test_parsers_fuzz.py

.PHONY: test-qt6 test-qgis344
test-qt6: stage services browser  ## everything, or TESTS=…, in QGIS on Qt 6, in a Debian root of its own (3 GB, rights of root)
	scripts/roots.sh complete qt6
	scripts/roots.sh run qt6 env PYTHON=python PYTEST_ADDOPTS="-p qt6fix" $(IN_A_ROOT) scripts/test.sh

test-qgis344: stage services browser  ## everything, or TESTS=…, in QGIS 3.44, in a Debian root of its own (3 GB, rights of root)
	scripts/roots.sh complete qgis344
	scripts/roots.sh run qgis344 env PYTHON=python $(IN_A_ROOT) scripts/test.sh

.PHONY: pictures
pictures: stage services  ## the screenshots of README and manual, by the plays of the desktop tests, in docs/images
	$(PYTEST) tests/desktop/test_desktop.py tests/desktop/test_windows.py
	$(PYTHON) scripts/pictures.py

.PHONY: versions
versions: stage  ## the same screenshots of QGIS 3.40, 3.44 and on Qt 6, side by side in docs/images/versions_*.png
	$(PYTEST) $(SCENES_OF_VERSIONS)
	$(MAKE) --no-print-directory test-qgis344 test-qt6 TESTS=$(SCENES_OF_VERSIONS)
	@$(ISOLATED) $(PYTHON) scripts/compare_versions.py

coverage: stage  ## which lines the unit and QGIS tests run
	$(PYTEST) tests/unit tests/qgis -q --cov --cov-report=term

lint: setup  ## ruff, Python 3.9, QGIS rules, translations
	$(PYTHON) -m ruff check $(CHECKED)
	.venv/bin/vermin --quiet --no-tips --backport typing --eval-annotations -t=3.9- --violations ruhr_planner
	# QGS105 would have the interface imported; QGS2 guesses by method names
	$(PYTHON) -m flake8 --select QGS1,QGS4 --extend-ignore QGS105 ruhr_planner
	$(PYTHON) scripts/translations.py --check

typecheck: setup  ## mypy --strict on the rooms that hold methods
	$(PYTHON) -m mypy

scan: stage  ## bandit and detect-secrets with the rules of the official plugin repository
	$(PYTHON) scripts/scan.py $(STAGE)

# --- staging ----------------------------------------------------------------------------------------------------------
.PHONY: i18n stage package install
i18n: setup  ## collect the texts into i18n/ruhr_planner_de.ts, keeping what is translated
	$(PYTHON) scripts/translations.py

stage: $(STAMPS)/stage  ## build/ruhr_planner: the plugin as QGIS loads it

$(STAMPS)/stage: $(PACKAGE_FILES) $(RESOURCE_FILES) $(STAMPS)/demo metadata.txt LICENSE CHANGELOG.md \
  $(wildcard i18n/*.ts) scripts/stage.py scripts/build_docs.py $(MANUAL_FILES) $(if $(wildcard $(STAGE)/__init__.py),,stage-is-missing) | setup
	$(PYTHON) scripts/stage.py $(STAGE)
	@touch $@

.PHONY: stage-is-missing
stage-is-missing:

package: stage  ## the zip for the official repository, checked against its rules
	$(PYTHON) scripts/package.py $(STAGE) build

repository: package  ## plugins.xml beside the zip, for an office's own repository: make repository ADDRESS=https://…
	$(PYTHON) scripts/repository.py build/ruhr_planner-*.zip "$(ADDRESS)"

install: stage  ## put the plugin into your own QGIS profile
	$(PYTHON) scripts/install.py $(STAGE)

# --- more -------------------------------------------------------------------------------------------------------------
.PHONY: bench docs clean
bench: stage  ## the figures in benchmarks/, each beside its peer
	@for file in benchmarks/bench_*.py; do echo "== $$file"; $(ISOLATED) $(PYTHON) "$$file" || exit 1; done

docs: stage browser  ## the manual as pages (also in the plugin, for its help buttons) and as PDF, in build/docs
	@PYTHONPATH=build $(ISOLATED) $(PYTHON) scripts/build_docs.py build/docs --pdf

clean:  ## remove what was built, but not .venv
	rm -rf build resources/demo i18n/*.qm
