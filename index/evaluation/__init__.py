"""Ask golden questions and public suites; measure verdicts; report."""
