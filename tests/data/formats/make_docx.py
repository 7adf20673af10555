"""Word documents by LibreOffice, pandoc and python-docx."""
import copy

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

import texts


def by_python_docx(blocks, header=None, core_title=None):
    document = docx.Document()
    document.core_properties.title = core_title or ""
    for kind, value in blocks:
        if kind == "title":
            document.add_paragraph(value, style="Title")
        elif kind == "heading":
            document.add_heading(value, 1)
        elif kind == "table":
            table = document.add_table(rows=0, cols=len(value[0]))
            for row in value:
                cells = table.add_row().cells
                for cell, text in zip(cells, row):
                    cell.text = text
        else:
            document.add_paragraph(value)
    if header:
        document.sections[0].header.paragraphs[0].text = header
        document.sections[0].footer.paragraphs[0].text = "第 1 页"
    return document


FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>%s</office:automatic-styles>
<office:body><office:text>%s</office:text></office:body></office:document>
"""


def fodt(body, styles=""):
    return FODT % (styles, body)


def p(text):
    return f"<text:p>{text}</text:p>"


def run_of(text, deleted=False):
    run = OxmlElement("w:r")
    part = OxmlElement("w:delText" if deleted else "w:t")
    part.set(qn("xml:space"), "preserve")
    part.text = text
    run.append(part)
    return run


def change(kind, *runs):
    element = OxmlElement(kind)
    element.set(qn("w:id"), "7")
    element.set(qn("w:author"), "示例")
    element.extend(runs)
    return element


def make(fixtures):
    def keep(name, blocks, lines=None):
        fixtures.expect_blocks("docx/" + name, blocks, lines or texts.lines(blocks))

    # LibreOffice from a web page: a notice with its letterhead.
    blocks = texts.notice(0, letterhead=True)
    fixtures.office(fixtures.write("a.html", texts.html(blocks)), "docx/letterhead-notice.docx",
                    "docx:Office Open XML Text")
    keep("letterhead-notice.docx", blocks)

    # LibreOffice, a table.
    blocks = texts.report(1)
    fixtures.office(fixtures.write("b.html", texts.html(blocks)), "docx/report-table.docx",
                    "docx:Office Open XML Text")
    keep("report-table.docx", blocks)

    # LibreOffice: footnotes stand at the end.
    blocks = texts.news(2)
    notes = ["示例数据由各街道自行填报。", "“修补日”每月第一个星期六举行。"]
    body = ""
    for n, (kind, text) in enumerate(blocks):
        note = ""
        if n in (2, 3):
            note = (f'<text:note text:id="n{n}" text:note-class="footnote"><text:note-citation>{n}'
                    f"</text:note-citation><text:note-body>{p(notes[n - 2])}</text:note-body></text:note>")
        body += p(text + note)
    fixtures.office(fixtures.write("c.fodt", fodt(body)), "docx/footnotes.docx",
                    "docx:Office Open XML Text")
    keep("footnotes.docx", blocks, texts.lines(blocks) + notes)

    # LibreOffice: tracked changes; what was deleted is gone, what was added is there.
    blocks = texts.news(3)
    body = ('<text:tracked-changes><text:changed-region text:id="d1"><text:deletion>'
            '<office:change-info><dc:creator>示例</dc:creator><dc:date>2024-01-01T00:00:00</dc:date>'
            "</office:change-info>" + p("这一句已经删去。") + "</text:deletion></text:changed-region>"
            '<text:changed-region text:id="i1"><text:insertion><office:change-info>'
            "<dc:creator>示例</dc:creator><dc:date>2024-01-01T00:00:00</dc:date></office:change-info>"
            "</text:insertion></text:changed-region></text:tracked-changes>")
    for n, (kind, text) in enumerate(blocks):
        if n == 2:
            text = text[:10] + '<text:change text:change-id="d1"/>' + text[10:]
        if n == 3:
            text = ('<text:change-start text:change-id="i1"/>' + text[:6] +
                    '<text:change-end text:change-id="i1"/>' + text[6:])
        body += p(text)
    fixtures.office(fixtures.write("d.fodt", fodt(body)), "docx/tracked-changes.docx",
                    "docx:Office Open XML Text")
    keep("tracked-changes.docx", blocks)

    # LibreOffice: articles of rules that Word numbers itself.
    title = "【虚构示例】示例州晾谷坪管理办法"
    articles = ["为了管好晾谷坪，制定本办法。", "晾谷坪由村民小组照看，每季轮换一次。",
                "雨天前应当收起竹席，并通知相邻各户。"]
    clauses = ["竹席", "木耙", "谷箩"]
    styles = ('<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
              'style:num-prefix="第" style:num-suffix="条" style:num-format="一, 二, 三, ..."/>'
              '<text:list-level-style-number text:level="2" style:num-prefix="（" style:num-suffix="）" '
              'style:num-format="一, 二, 三, ..."/></text:list-style>')
    body = p(title) + '<text:list text:style-name="L">'
    body += "".join(f"<text:list-item>{p(a)}</text:list-item>" for a in articles[:2])
    body += (f"<text:list-item>{p('公用的器具包括：')}<text:list>" +
             "".join(f"<text:list-item>{p(c)}</text:list-item>" for c in clauses) +
             f"</text:list></text:list-item><text:list-item>{p(articles[2])}</text:list-item></text:list>")
    fixtures.office(fixtures.write("e.fodt", fodt(body, styles)), "docx/numbered-articles.docx",
                    "docx:Office Open XML Text")
    fixtures.expect("docx/numbered-articles.docx", title,
                    [title, "第一条 " + articles[0], "第二条 " + articles[1], "第三条 公用的器具包括：",
                     "（一）竹席", "（二）木耙", "（三）谷箩", "第四条 " + articles[2]])

    # LibreOffice: a text box.
    blocks = texts.news(4, 3)
    box = "编者按：渡口还在，故事也还在。"
    body = ""
    for n, (kind, text) in enumerate(blocks):
        frame = ('<draw:frame svg:width="6cm" svg:height="2cm" text:anchor-type="paragraph">'
                 f"<draw:text-box>{p(box)}</draw:text-box></draw:frame>" if n == 2 else "")
        body += p(frame + text)
    fixtures.office(fixtures.write("f.fodt", fodt(body)), "docx/text-box.docx",
                    "docx:Office Open XML Text")
    expected = texts.lines(blocks)
    keep("text-box.docx", blocks, expected[:2] + [box] + expected[2:])

    # pandoc: headings, a table.
    blocks = texts.notice(5, items=3)[:-2] + texts.report(5)[3:4]
    fixtures.run("pandoc", "-f", "markdown", "-o", fixtures.path("docx/by-pandoc.docx"),
                 fixtures.write("g.md", texts.markdown(blocks)))
    keep("by-pandoc.docx", blocks)

    # pandoc: a table of contents, which is left out, and footnotes.
    blocks = texts.notice(6, items=4)
    source = texts.markdown(blocks) + "\n附注甲[^1]。\n\n[^1]: 本注为虚构。\n"
    fixtures.run("pandoc", "--toc", "-f", "markdown", "-o", fixtures.path("docx/contents.docx"),
                 fixtures.write("h.md", source))
    keep("contents.docx", blocks, texts.lines(blocks) + ["附注甲。", "本注为虚构。"])

    # python-docx: page header and footer left out; a title in the properties that is none.
    blocks = texts.notice(7)
    document = by_python_docx(blocks, header="内部资料　注意保存", core_title="Microsoft Word - 文档1.docx")
    document.save(fixtures.path("docx/page-header.docx"))
    keep("page-header.docx", blocks)

    # python-docx: merged cells, a table in a table, a cell of two paragraphs.
    blocks = texts.report(8)
    document = by_python_docx(blocks)
    table = document.tables[0]
    table.cell(1, 0).merge(table.cell(1, 1)).text = "合并的格"
    inner = table.cell(2, 3).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内甲", "内乙"
    table.cell(3, 3).add_paragraph("又一段")
    document.save(fixtures.path("docx/merged-cells.docx"))
    rows = [list(row) for row in blocks[3][1]]
    rows[1][0:2] = ["合并的格"]
    rows[2][3] += " 内甲\t内乙"
    rows[3][3] += " 又一段"
    expected = [("table", rows) if b[0] == "table" else b for b in blocks]
    keep("merged-cells.docx", blocks, texts.lines(expected))

    # python-docx: deleted, moved and hidden text, a deleted paragraph end, a deleted row.
    blocks = texts.news(9)
    document = by_python_docx(blocks)
    first, second = document.paragraphs[2], document.paragraphs[3]
    first._p.append(change("w:del", run_of("删去的话。", deleted=True)))
    first._p.append(change("w:ins", run_of("补上的话。")))
    hidden = first.add_run("隐藏的话。")
    hidden.font.hidden = True
    first._p.append(change("w:moveFrom", run_of("移走的话。")))
    mark = OxmlElement("w:rPr")
    mark.append(change("w:del"))
    first._p.get_or_add_pPr().append(mark)
    table = document.add_table(rows=2, cols=2)
    for r in range(2):
        for c in range(2):
            table.cell(r, c).text = f"第{r}行{c}列"
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(change("w:del"))
    document.save(fixtures.path("docx/deleted.docx"))
    expected = texts.lines(blocks)
    expected[2:4] = [expected[2] + "补上的话。" + expected[3]]
    keep("deleted.docx", blocks, expected + ["第1行0列\t第1行1列"])

    # python-docx: line breaks, tabs, page breaks, phonetic guides, the older form of a drawing.
    blocks = texts.news(10)
    document = by_python_docx(blocks, core_title=blocks[0][1])
    document.paragraphs[0].style = document.styles["Normal"]
    last = document.add_paragraph("索引号：")
    last.add_run("001").add_tab()
    last.add_run("公开方式：主动").add_break()
    last.add_run("下一行").add_break(WD_BREAK.PAGE)
    last._p.append(parse_xml(
        f'<w:r {nsdecls("w")}><w:ruby><w:rt><w:r><w:t>dù</w:t></w:r></w:rt><w:rubyBase><w:r>'
        "<w:t>渡</w:t></w:r></w:rubyBase></w:ruby></w:r>"))
    last._p.append(parse_xml(
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:t>新</w:t></mc:Choice><mc:Fallback>"
        "<w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r>"))
    document.save(fixtures.path("docx/breaks.docx"))
    keep("breaks.docx", blocks, texts.lines(blocks) + ["索引号：001\t公开方式：主动", "下一行", "渡新"])

    # Nothing in it.
    docx.Document().save(fixtures.path("docx/empty.docx"))
    fixtures.expect("docx/empty.docx", error="without text")
