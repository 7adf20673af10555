"""OFD documents (GB/T 33190), packed by Python's zipfile: no free writer of them is in Debian. Each
file sets its text another way that the standard allows."""
import zipfile
from xml.sax.saxutils import escape

import texts

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
WIDTH, HEIGHT, MARGIN = 210, 297, 28


class Writer:
    """Sets blocks on pages of A4, in millimetres."""

    def __init__(self, size=5.0, columns=1, style="line", header=None, footer=None, prefix="ofd",
                 absolute=False, template=None, wrap=False, title=None):
        self.size, self.columns, self.style = size, columns, style
        self.header, self.footer, self.template = header, footer, template
        self.prefix, self.absolute, self.wrap, self.title = prefix, absolute, wrap, title
        self.pages, self.ids = [], 100

    def tag(self, name):
        return f"{self.prefix}:{name}" if self.prefix else name

    def object(self, x, y, text, size):
        self.ids += 1
        t, n = self.tag, len(text)
        steps = [size if ord(c) >= 0x2E80 else size / 2 for c in text]
        deltas = " ".join(f"{s:g}" for s in steps[:-1])
        if self.style == "group" and len(set(steps[:-1])) == 1 and n > 2:
            deltas = f"g {n - 1} {steps[0]:g}"
        attributes, code = f'Size="{size:g}"', f'X="0" Y="{size * .85:g}"'
        if self.style == "matrix":  # Set at size 1 and scaled.
            attributes = f'Size="1" CTM="{size:g} 0 0 {size:g} 0 0"'
            deltas = " ".join(f"{s / size:g}" for s in steps[:-1])
            code = 'X="0" Y="0.85"'
        if self.style == "characters":  # A TextCode a character.
            codes, at = "", 0.0
            for c, s in zip(text, steps):
                codes += f'<{t("TextCode")} X="{at:g}" Y="{size * .85:g}">{escape(c)}</{t("TextCode")}>'
                at += s
        elif self.style == "plain":  # Without steps: as wide as the characters are.
            codes = f'<{t("TextCode")} {code}>{escape(text)}</{t("TextCode")}>'
        else:
            codes = f'<{t("TextCode")} {code} DeltaX="{deltas}">{escape(text)}</{t("TextCode")}>'
        return (f'<{t("TextObject")} ID="{self.ids}" Font="1" {attributes} '
                f'Boundary="{x:g} {y:g} {sum(steps):g} {size * 1.3:g}">{codes}</{t("TextObject")}>')

    def wide(self, text, size):
        return sum(size if ord(c) >= 0x2E80 else size / 2 for c in text)

    def broken(self, text, size, width, indent):
        """Lines of at most `width`; no line begins with a stop or a digit after a digit."""
        lines, line, left = [], "", width - indent
        for i, c in enumerate(text):
            if self.wide(line + c, size) > left and c not in "，。；：、”）】%." and not (
                    line and line[-1].isdigit() and c.isdigit()):
                lines.append(line)
                line, left = "", width
            line += c
        return lines + [line]

    def set(self, blocks):
        gap = 8
        column_width = (WIDTH - 2 * MARGIN - gap * (self.columns - 1)) / self.columns
        column, top = 0, MARGIN
        y, page, floor = top, [], HEIGHT - MARGIN
        for kind, value in blocks:
            size = {"title": 7.0, "letterhead": 9.0}.get(kind, self.size)
            across = kind in ("title", "letterhead", "number", "source")
            width = WIDTH - 2 * MARGIN if across else column_width
            if kind == "table":
                rows = [(None, row) for row in value]
            else:
                indent = 2 * size if kind == "p" else 0
                rows = [(indent if n == 0 else 0, line)
                        for n, line in enumerate(self.broken(value, size, width, indent))]
            for indent, line in rows:
                if y + size * 1.6 > floor:
                    column, y = column + 1, top
                    if column == self.columns:
                        self.pages.append(page)
                        column, page, top = 0, [], MARGIN
                        y = top
                x = MARGIN + column * (column_width + gap)
                if indent is None:
                    for k, cell in enumerate(line):
                        page.append(self.object(x + k * 38, y, cell, size))
                else:
                    if across:
                        indent = (width - self.wide(line, size)) / 2
                    if kind == "sign":
                        indent = width - self.wide(line, size) - 2 * size
                    page.append(self.object(x + indent, y, line, size))
                y += size * 1.6
            y += size * (1 if across else 0)
            if across and column == 0:
                top = y
        self.pages.append(page)
        return self

    def content(self, objects, template=True):
        t = self.tag
        body = "".join(objects)
        if self.wrap:
            body = f'<{t("PageBlock")} ID="9"><{t("PageBlock")} ID="10">{body}</{t("PageBlock")}></{t("PageBlock")}>'
        used = f'<{t("Template")} TemplateID="2" ZOrder="Background"/>' if template and self.template else ""
        spaces = NAMESPACE if self.prefix == "ofd" else (
            NAMESPACE.replace(":ofd", f":{self.prefix}") if self.prefix else NAMESPACE.replace(":ofd", ""))
        return (f'<?xml version="1.0" encoding="UTF-8"?><{t("Page")} {spaces}>{used}'
                f'<{t("Area")}><{t("PhysicalBox")}>0 0 {WIDTH} {HEIGHT}</{t("PhysicalBox")}></{t("Area")}>'
                f'<{t("Content")}><{t("Layer")} ID="3" Type="Body">{body}</{t("Layer")}></{t("Content")}></{t("Page")}>')

    def parts(self, folder="Doc_0"):
        base = f"/{folder}/" if self.absolute else ""
        pages, parts = "", {}
        for n, objects in enumerate(self.pages):
            objects = list(objects)
            if self.header:
                objects.insert(0, self.object(MARGIN, 12, self.header, 4))
            if self.footer:
                objects.append(self.object(WIDTH / 2 - 6, HEIGHT - 16, self.footer.format(n + 1, len(self.pages)), 4))
            parts[f"{folder}/Pages/Page_{n}/Content.xml"] = self.content(objects)
            pages += f'<ofd:Page ID="{n + 50}" BaseLoc="{base}Pages/Page_{n}/Content.xml"/>'
        template = ""
        if self.template:
            template = f'<ofd:TemplatePage ID="2" BaseLoc="{base}Tpls/Tpl_0/Content.xml"/>'
            parts[f"{folder}/Tpls/Tpl_0/Content.xml"] = self.content(
                [self.object(MARGIN, 10, self.template, 4)], False)
        parts[f"{folder}/Document.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {NAMESPACE}><ofd:CommonData>'
            f"<ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}"
            f"</ofd:PhysicalBox></ofd:PageArea>{template}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>")
        return parts


def pack(path, writers, extra=()):
    bodies, parts = "", {}
    for n, writer in enumerate(writers):
        parts.update(writer.parts(f"Doc_{n}"))
        title = f"<ofd:Title>{escape(writer.title)}</ofd:Title>" if writer.title else ""
        bodies += (f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>0000{n}</ofd:DocID>{title}</ofd:DocInfo>"
                   f"<ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>")
    parts["OFD.xml"] = (f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE} Version="1.0" '
                        f'DocType="OFD">{bodies}</ofd:OFD>')
    parts.update(extra)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(parts):
            out.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), parts[name], zipfile.ZIP_DEFLATED)


def make(fixtures):
    def one(name, blocks, **style):
        pack(fixtures.path("ofd/" + name), [Writer(**style).set(blocks)])
        fixtures.expect_blocks("ofd/" + name, blocks, texts.lines(blocks))

    one("lines.ofd", texts.notice(0, letterhead=True))
    one("grouped-steps.ofd", texts.news(1, 6), style="group", footer="— {} —")
    one("no-steps.ofd", texts.news(2), style="plain")
    one("characters.ofd", [b for b in texts.news(3) if b[0] != "source"], style="characters")
    one("matrix.ofd", texts.notice(4), style="matrix")
    one("page-head.ofd", texts.notice(5, items=8), header="示例办公室文件汇编", footer="第{}页")
    one("template.ofd", texts.notice(6, items=8), template="内部资料　注意保存", footer="{}/{}")
    one("columns.ofd", texts.news(7, 9), columns=2, size=4.2)
    one("table.ofd", texts.report(8))
    one("absolute-paths.ofd", texts.news(9), absolute=True, prefix="")
    one("blocks.ofd", texts.news(10), wrap=True, prefix="o", title=texts.news(10)[0][1])
    one("other-title.ofd", texts.news(11), title="新建文档 1")

    first, second = texts.news(0, 2), texts.news(5, 2)
    pack(fixtures.path("ofd/two-bodies.ofd"), [Writer().set(first), Writer().set(second)])
    fixtures.expect_blocks("ofd/two-bodies.ofd", first, texts.lines(first) + texts.lines(second))

    pack(fixtures.path("ofd/scanned.ofd"), [Writer().set([])])
    fixtures.expect("ofd/scanned.ofd", error="scanned")
    pack(fixtures.path("ofd/encrypted.ofd"), [Writer().set(first)], {"Doc_0/Encryptions.xml": "<a/>"})
    fixtures.expect("ofd/encrypted.ofd", error="encrypted")
    pack(fixtures.path("ofd/cut.ofd"), [Writer().set(first)], {"Doc_0/Pages/Page_0/Content.xml": "<ofd:Page"})
    fixtures.expect("ofd/cut.ofd", error="damaged OFD")
