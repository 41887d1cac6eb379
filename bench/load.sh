#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Load on a real server over loopback, Alertmanager beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
exec build-release/lifeline_load "$@"
