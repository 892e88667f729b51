"""Writes docs/security/sbom.json (CycloneDX 1.5) and licences.md from the locked, installed packages.

No network is asked: versions and hashes come from the lock, licences from what is installed. A package
of the lock that is not installed here (it is for another system) is listed with what is known of it.
"""

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECURITY = ROOT / "docs" / "security"
# Packages for other systems, which cannot be asked here.
ELSEWHERE = {
    "colorama": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
    "pywin32": "PSF-2.0",
    "brotlicffi": "MIT",
    "pyreadline3": "BSD-3-Clause",
}


def locked() -> dict[str, tuple[str, list[str]]]:
    """Name → version and hashes."""
    text = (ROOT / "requirements.txt").read_text()
    found = {}
    for part in re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]:
        name, version = re.match(r"([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", part).groups()
        found[name] = (version, re.findall(r"--hash=sha256:([0-9a-f]{64})", part))
    return found


def licence(name: str) -> str:
    """As the package says it: the expression, the classifier, or the first line of the text."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE.get(name, "")
    if told.get("License-Expression"):
        return told["License-Expression"]
    named = [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    if named and named != ["OSI Approved"]:
        return ", ".join(named)
    return (told.get("License") or "").strip().split("\n")[0][:80]


def component(name: str, version: str, hashes: list[str], said: str) -> dict:
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licenses": [{"license": {"name": said}}] if said else [],
        "hashes": [{"alg": "SHA-256", "content": h} for h in sorted(hashes)],
    }


def main() -> None:
    packages = locked()
    said = {name: licence(name) for name in packages}
    parts = [component(n, *packages[n], said[n]) for n in sorted(packages)]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "zaitaku-portal"}},
        "components": parts,
    }
    text = json.dumps(bill, ensure_ascii=False, indent=1) + "\n"
    (SECURITY / "sbom.json").write_text(text)
    lines = [
        "# Packages and their licences",
        "",
        "What the portal is installed with (`requirements.txt`), written by `docs/sbom.py` from the lock",
        "and from what the packages say of themselves. PDF also uses the system's Pango, HarfBuzz and",
        "Fontconfig (LGPL, MIT); the type is Noto Sans CJK JP (OFL), brought by two of the packages. Tests",
        "use more, listed in `requirements-dev.txt`; none of it is installed in production.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {n} | {packages[n][0]} | {said[n]} |" for n in sorted(packages)),
    ]
    (SECURITY / "licences.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
