"""What the house forbids, as functions over text, so that each can be shown a planted sin."""

from __future__ import annotations

import ast
import re

LONGEST_FUNCTION = 40  # lines
LONGEST_FILE = 300  # lines
REGISTRY_HOST = re.compile(r"pypi\.org|pythonhosted|npmjs|deb\.debian|registry\.", re.IGNORECASE)
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)")
INLINE = re.compile(
    r"<[^>]*\sstyle\s*=|<[^>]*\son[a-z]+\s*=|<style\b|<script(?![^>]*\bsrc\b)", re.IGNORECASE
)
ROOTED = re.compile(
    r"""(?:href|src|srcset|action|formaction|hx-(?:get|post|put|delete|push-url|sse:connect))=["']/"""
)
ROOTED_JS = re.compile(
    r"""(?:(?<!includes)(?<!split)\(|= ?|: ?|startsWith\()[`"']/[a-z{$`"'][^`"']*"""
)
ROOTED_PY = re.compile(r"""(?<![}\w])f?"/[a-z]+/[^"]*""")
BARE_URL = re.compile(r"https?://")


def long_functions(source: str) -> list[str]:
    """Names of functions longer than 40 lines, their docstring not counted."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
            if lines > LONGEST_FUNCTION:
                found.append(f"{node.name} ({lines} lines)")
    return found


def is_long_file(source: str) -> bool:
    return source.count("\n") > LONGEST_FILE


def imports(source: str) -> set[str]:
    """Every module a source imports, in full."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def swallows(source: str) -> list[int]:
    """Lines with a bare except, `except Exception`, or a handler that only passes."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            is_broad = node.type is None or (
                isinstance(node.type, ast.Name) and node.type.id == "Exception"
            )
            only_passes = all(isinstance(part, ast.Pass) for part in node.body)
            if is_broad or only_passes:
                lines.append(node.lineno)
    return lines


def status_writes(source: str) -> list[int]:
    """Lines that set a generation's status: `.status = …` or `.move(`."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Attribute) and target.attr == "status" for target in node.targets
        ):
            lines.append(node.lineno)
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and node.func.attr == "move":  # type: ignore[attr-defined]
            lines.append(node.lineno)
    return lines


def rooted_in_html(text: str) -> list[str]:
    """Addresses in attributes that forget the path of IMAGEHUB_URL."""
    return ROOTED.findall(text)


def rooted_in_js(text: str) -> list[str]:
    """Addresses that a script asks or goes to, likewise."""
    return ROOTED_JS.findall(text)


def rooted_in_python(text: str) -> list[str]:
    """Strings that begin like a path of ours, in code that makes pages."""
    return ROOTED_PY.findall(text)


def has_inline_code(template: str) -> bool:
    """Style attributes, handlers, style or script elements: all dead under our policy."""
    without_comments = re.sub(
        r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", "", template, flags=re.DOTALL
    )
    return INLINE.search(without_comments) is not None


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if not (is_text and isinstance(first.value.value, str)):  # type: ignore[attr-defined]
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1
