#!/bin/sh
# Has the Databricks CLI check the bundle; it needs a login (`databricks auth login`).
set -eu
cd "$(dirname "$0")"
command -v databricks >/dev/null || { echo "the Databricks CLI is not installed: docs/databricks.md" >&2; exit 1; }
for target in dev prod; do databricks bundle validate --target "$target"; done
