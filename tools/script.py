# SPDX-License-Identifier: Apache-2.0
"""Loads a tool, which has no .py in its name, as a module for its test."""

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path


def load(name):
    loader = SourceFileLoader(name, str(Path(__file__).with_name(name)))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module
