"""PDF files by LibreOffice, wkhtmltopdf, XeTeX, reportlab and qpdf."""
import os
import subprocess

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

import make_docx
import texts

MICROHEI = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
TEX = r"""\documentclass[12pt%s]{article}
\usepackage{fontspec}
\usepackage[a4paper,margin=2.8cm]{geometry}
\setmainfont{AR PL UMing CN}
\XeTeXlinebreaklocale "zh"
\XeTeXlinebreakskip = 0pt plus 1pt
\setlength{\parindent}{2em}
%s
\begin{document}
%s
\end{document}
"""


def tex(blocks):
    out = []
    for kind, value in blocks:
        value = value.replace("%", r"\%").replace("&", r"\&")
        if kind == "title":
            out.append(r"{\centering\Large %s\par}\bigskip" % value)
        elif kind == "heading":
            out.append(r"\medskip\noindent{\large %s}\par" % value)
        elif kind == "to":
            out.append(r"\noindent %s\par" % value)
        elif kind == "sign":
            out.append(r"{\raggedleft %s\par}" % value)
        elif kind == "source":
            out.append(r"{\centering %s\par}" % value)
        else:
            out.append(value + r"\par")
    return "\n".join(out)


def by_reportlab(path, blocks, font, **template):
    body = ParagraphStyle("b", fontName=font, fontSize=12, leading=19, firstLineIndent=24, wordWrap="CJK")
    head = ParagraphStyle("h", body, fontSize=13, spaceBefore=8, firstLineIndent=0)
    title = ParagraphStyle("t", body, fontSize=18, leading=26, alignment=TA_CENTER, firstLineIndent=0,
                           spaceAfter=12)
    styles = {"title": title, "heading": head, "to": head}
    SimpleDocTemplate(path, pagesize=A4, invariant=1, **template).build(
        [Paragraph(text, styles.get(kind, body)) for kind, text in blocks])


def make(fixtures):
    def target(name):
        return fixtures.path("pdf/" + name)

    def keep(name, blocks, lines=None):
        lines = [line.replace("　", " ") for line in lines or texts.lines(blocks)]
        fixtures.expect_blocks("pdf/" + name, blocks, lines)

    pdfmetrics.registerFont(TTFont("microhei", MICROHEI, subfontIndex=0))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    # LibreOffice by way of Word: page header and footer, several pages.
    blocks = texts.notice(0, letterhead=True, items=8)
    document = make_docx.by_python_docx(blocks, header="示例办公室文件汇编")
    document.save(os.path.join(fixtures.scratch, "p0.docx"))
    fixtures.office(os.path.join(fixtures.scratch, "p0.docx"), "pdf/office-header.pdf", "pdf")
    keep("office-header.pdf", blocks)

    # LibreOffice from its own format; indented by two wide blanks, as people type.
    blocks = texts.news(1, 6)
    body = "".join(make_docx.p(("　　" if kind == "p" else "") + text) for kind, text in blocks)
    fixtures.office(fixtures.write("p1.fodt", make_docx.fodt(body)), "pdf/office-news.pdf", "pdf")
    keep("office-news.pdf", blocks)

    # wkhtmltopdf.
    blocks = texts.notice(2, items=8)
    fixtures.run("wkhtmltopdf", "--quiet", fixtures.write("p2.html", texts.html(blocks)), target("webkit-notice.pdf"))
    keep("webkit-notice.pdf", blocks)

    # XeTeX: two columns below a title across both.
    blocks = texts.news(3, 12)
    body = r"\pagestyle{plain}\twocolumn[%s]" % tex(blocks[:2]) + tex(blocks[2:])
    fixtures.write("p3.tex", TEX % ("", "", body))
    fixtures.run("xelatex", "-interaction=batchmode", "p3.tex")
    os.replace(os.path.join(fixtures.scratch, "p3.pdf"), target("two-columns.pdf"))
    keep("two-columns.pdf", blocks)

    # LibreOffice: a table.
    blocks = texts.report(4)
    make_docx.by_python_docx(blocks).save(os.path.join(fixtures.scratch, "p4.docx"))
    fixtures.office(os.path.join(fixtures.scratch, "p4.docx"), "pdf/table.pdf", "pdf")
    keep("table.pdf", blocks)

    # XeTeX: justified, indented, page numbers below.
    blocks = texts.notice(5, items=8)
    fixtures.write("p5.tex", TEX % ("", "", tex(blocks)))
    fixtures.run("xelatex", "-interaction=batchmode", "p5.tex")
    os.replace(os.path.join(fixtures.scratch, "p5.pdf"), target("tex-notice.pdf"))
    keep("tex-notice.pdf", blocks)

    # XeTeX: two columns on several pages, running heads left and right.
    blocks = texts.news(6, 14)
    fixtures.write("p6.tex", TEX % (",twocolumn,twoside", r"\pagestyle{headings}\markboth{示例月刊}{第六期}",
                                    tex(blocks)))
    fixtures.run("xelatex", "-interaction=batchmode", "p6.tex")
    os.replace(os.path.join(fixtures.scratch, "p6.pdf"), target("tex-columns.pdf"))
    keep("tex-columns.pdf", blocks)

    # XeTeX: Latin words are divided at line ends.
    words = ("The municipality keeps an inventory of neighbourhood reading rooms, and every "
             "participating organization communicates its extraordinary requirements to the "
             "administration, which acknowledges them immediately and unceremoniously.")
    blocks = texts.news(7, 2) + [("p", words)]
    fixtures.write("p7.tex", TEX % ("", "", tex(blocks)))
    fixtures.run("xelatex", "-interaction=batchmode", "p7.tex")
    os.replace(os.path.join(fixtures.scratch, "p7.pdf"), target("tex-latin.pdf"))
    keep("tex-latin.pdf", blocks)

    # reportlab: an embedded font, and one that every reader must know by itself.
    blocks = texts.notice(8)
    by_reportlab(target("reportlab-embedded.pdf"), blocks, "microhei", title=blocks[0][1])
    keep("reportlab-embedded.pdf", blocks)
    # Which it does not tell the width of a wide blank of: no source here.
    blocks = [block for block in texts.news(9, 6) if block[0] != "source"]
    by_reportlab(target("reportlab-named-font.pdf"), blocks, "STSong-Light", title="untitled")
    keep("reportlab-named-font.pdf", blocks)

    # qpdf: a page that lies on its side; one that may not be copied from, yet read by all.
    fixtures.run("qpdf", "--deterministic-id", "--rotate=+90", target("reportlab-embedded.pdf"), target("rotated.pdf"))
    keep("rotated.pdf", texts.notice(8))
    fixtures.run("qpdf", "--allow-weak-crypto", "--encrypt", "", "owner", "128", "--extract=n", "--",
                 target("reportlab-named-font.pdf"), target("no-copying.pdf"))
    keep("no-copying.pdf", blocks)

    # What cannot be read.
    fixtures.run("qpdf", "--allow-weak-crypto", "--encrypt", "secret", "owner", "128", "--",
                 target("reportlab-named-font.pdf"), target("encrypted.pdf"))
    fixtures.expect("pdf/encrypted.pdf", error="encrypted")
    subprocess.run(["pdftoppm", "-r", "20", "-gray", "-png", target("reportlab-named-font.pdf"), fixtures.scratch + "/scan"],
                   check=True)
    scan = canvas.Canvas(target("scanned.pdf"), pagesize=A4, invariant=1)
    scan.drawImage(next(os.path.join(fixtures.scratch, f) for f in sorted(os.listdir(fixtures.scratch))
                        if f.startswith("scan")), 0, 0, *A4)
    scan.showPage()
    scan.save()
    fixtures.expect("pdf/scanned.pdf", error="scanned")
    with open(target("table.pdf"), "rb") as whole, open(target("cut.pdf"), "wb") as cut:
        cut.write(whole.read()[:700])
    fixtures.expect("pdf/cut.pdf", error="damaged PDF")
