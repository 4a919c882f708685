# Two commands do everything: `make demo` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# HiGHS compiles for minutes: its build is kept outside the clone and shared by every clone on this machine.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/xiaqu/target
export CMAKE_BUILD_PARALLEL_LEVEL ?= $(shell nproc)
XIAQU := $(CARGO_TARGET_DIR)/release/xiaqu
DEMO ?= xiaqu-demo
MANUAL ?= $(CARGO_TARGET_DIR)/manual

.PHONY: help demo test qgis python plugin pictures manual bench fmt lint docs tools build clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

tools: ## Install the system packages that are missing, saying so first
	@.ci/install-missing

build: tools ## Build the program
	cargo build --release --locked --workspace --bin xiaqu

demo: build ## Plan the embedded county and show the headline figures
	$(XIAQU) demo $(DEMO) --force
	$(XIAQU) verify $(DEMO)/plan

test: tools ## Run every test
	cargo build --release --locked --workspace --bin xiaqu
	@if cargo nextest --version >/dev/null 2>&1; then \
	  cargo nextest run --release --locked --workspace --no-fail-fast; \
	else \
	  cargo test --release --locked --workspace --lib --bins --tests; \
	fi
	cargo test --release --locked --workspace --doc
	cargo test --release --locked -p xiaqu-solver --no-default-features --features microlp --lib -- backend export
	cargo test --release --locked -p xiaqu-solver --no-default-features --features microlp --test engines --test staffing
	@$(MAKE) --no-print-directory qgis
	@$(MAKE) --no-print-directory python

qgis: build ## Open the maps and run the plugin in the real QGIS, which is installed if it is missing
	@tests/qgis/run $(XIAQU)

python: build ## Build the wheel and test it as a new user has it
	@tests/python/run $(XIAQU)

plugin: ## Pack the QGIS plugin as xiaqu_qgis.zip
	@qgis/package.py xiaqu_qgis.zip

pictures: build ## Draw the pictures of the manual anew, in the real QGIS
	@tests/qgis/draw_pictures $(XIAQU) docs/pictures

manual: ## Build the manual in Chinese and English; warnings are errors
	@docs/build $(MANUAL)
	@echo "$(MANUAL)/zh/index.html  $(MANUAL)/en/index.html"

bench: tools ## Run the benchmarks
	cargo bench --locked -p xiaqu-benches

fmt: ## Check the formatting
	cargo fmt --all --check

lint: tools ## Run clippy; warnings are errors
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
	cargo clippy --release --locked -p xiaqu-solver --all-targets --no-default-features --features microlp -- -D warnings

docs: tools manual ## Build the manual, and the documentation of the code with private items; warnings are errors
	RUSTDOCFLAGS="-D warnings" cargo doc --release --locked --workspace --no-deps --document-private-items

clean: ## Remove the demo's output
	rm -rf $(DEMO)
