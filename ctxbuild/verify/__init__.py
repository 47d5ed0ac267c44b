"""Outputs against sources, and sources against what agents need: rules, findings, reports."""
