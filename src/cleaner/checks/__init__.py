"""Checking sources under CI: findings with their places in files, in the formats that CI servers read."""

from __future__ import annotations

from cleaner.checks.problem import Checked, Place, Problem
from cleaner.checks.run import CheckSource, check_sources
from cleaner.checks.settings import CheckSettings, settings_from_toml

__all__ = ["CheckSettings", "CheckSource", "Checked", "Place", "Problem", "check_sources", "settings_from_toml"]
