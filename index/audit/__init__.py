"""Look for contradictions across the whole corpus, before somebody asks.

generation ─ statements ─► candidates (near each other, and at odds by value or polarity) ─ a question each ─► Answerer
─► findings: only pairs that the Answerer itself declines as a conflict, with these two statements on two sides.
"""

from index.audit.audit import Audited, Finding, audit

__all__ = ["Audited", "Finding", "audit"]
