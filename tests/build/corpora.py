"""Write small corpora to build."""

from pathlib import Path

ARTICLES = {
    "leave.md": "# Leave policy\n\nEvery employee has 25 days of paid leave a year. Unused days expire in March.\n",
    "people.md": "# People handbook\n\n## Leave\n\nEvery employee has 28 days of paid leave a year.\n",
    "deploys.md": "# Deploy runbook\n\nThere is a deploy freeze every Friday. A canary gets 10% of traffic.\n",
    "offices/porto.txt": "Porto office\n\nThe office in Porto opens at 8:00 and closes at 18:00.\n",
}


def write_articles(folder: Path, articles: dict[str, str] | None = None) -> Path:
    """Write articles below a folder and return it."""
    for name, text in (articles or ARTICLES).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
