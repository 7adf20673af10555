"""Archives by Info-ZIP, Python's zipfile and GNU tar, of text files, pages and documents."""
import gzip
import json
import os
import zipfile

import make_docx
import texts


def page(i):
    return texts.html(texts.news(i))


def plain(i):
    return "\n".join(texts.lines(texts.news(i))) + "\n"


def member(path, i, **stated):
    title = texts.news(i)[0][1]
    return {"path": path, "title": title, **stated}


def gbk_zip(path, files):
    """As Chinese packers for Windows write them: names in GBK, no mark that says so."""
    class Raw(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):
            return self.filename.encode("gbk"), self.flag_bits & ~0x800

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files:
            info = Raw(name, (2024, 1, 2, 3, 4, 6))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, content)


def make(fixtures):
    scratch = os.path.join(fixtures.scratch, "archives")
    os.makedirs(os.path.join(scratch, "资料/一月"))

    def write(name, content):
        path = os.path.join(scratch, name)
        with open(path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
        return name

    def target(name):
        return fixtures.path("archives/" + name)

    def expect(name, *documents, **more):
        fixtures.expect("archives/" + name, documents=list(documents), **more)

    def run(*command):
        fixtures.run("env", "-C", scratch, *command)

    write("资料/一月/通知.txt", plain(0))
    write("资料/夜读.html", page(1))
    write("资料/.hidden.txt", plain(2))
    write("plain.txt", plain(3))
    write("gb.html", page(4).replace("charset=utf-8", "charset=gb2312").encode("gb18030"))
    lines = "".join(json.dumps({"id": f"k{i}", "title": texts.news(i)[0][1],
                                "text": plain(i)}, ensure_ascii=False) + "\n" for i in (5, 6))
    write("dump.jsonl", lines)
    make_docx.by_python_docx(texts.news(7)).save(os.path.join(scratch, "doc.docx"))
    for name in os.listdir(fixtures.folder + "/archives"):
        os.remove(target(name))

    # Info-ZIP marks its UTF-8 names.
    run("zip", "-q", "-r", target("utf8-names.zip"), "资料")
    expect("utf8-names.zip", member("资料/一月/通知.txt", 0), member("资料/夜读.html", 1))

    gbk_zip(target("gbk-names.zip"), [("资料/联通.txt", plain(0)), ("资料/第一期《夜读》.html", page(1))])
    expect("gbk-names.zip", member("资料/联通.txt", 0), member("资料/第一期《夜读》.html", 1))

    run("zip", "-q", target("mixed.zip"), "plain.txt", "gb.html", "dump.jsonl", "doc.docx")
    expect("mixed.zip", member("plain.txt", 3), member("gb.html", 4), member("dump.jsonl", 5, key="k5"),
           member("dump.jsonl", 6, key="k6"), member("doc.docx", 7))

    run("tar", "-cf", target("plain.tar"), "plain.txt", "资料/夜读.html")
    expect("plain.tar", member("plain.txt", 3), member("资料/夜读.html", 1))
    run("tar", "--format=pax", "-czf", target("pax.tar.gz"), "资料/夜读.html", "doc.docx")
    expect("pax.tar.gz", member("资料/夜读.html", 1), member("doc.docx", 7))
    run("tar", "--format=v7", "-cJf", target("v7.tar.xz"), "plain.txt")
    expect("v7.tar.xz", member("plain.txt", 3))
    run("sh", "-c", "cp plain.txt \"$(printf '\\315\\250\\326\\252').txt\"")
    run("sh", "-c", f"tar -cf '{target('gbk-names.tar')}' \"$(printf '\\315\\250\\326\\252').txt\"")
    expect("gbk-names.tar", member("通知.txt", 3))

    with gzip.GzipFile(target("docx.gz"), "wb", mtime=0) as out, open(scratch + "/doc.docx", "rb") as source:
        out.write(source.read())
    expect("docx.gz", member("", 7))

    run("zip", "-q", "inner.zip", "plain.txt", "gb.html")
    run("zip", "-q", "-0", "middle.zip", "inner.zip", "dump.jsonl")
    run("sh", "-c", "gzip -nc plain.txt > plain.txt.gz")
    run("zip", "-q", target("nested.zip"), "middle.zip", "plain.txt.gz")
    expect("nested.zip", member("middle.zip!/inner.zip!/plain.txt", 3),
           member("middle.zip!/inner.zip!/gb.html", 4), member("middle.zip!/dump.jsonl", 5, key="k5"),
           member("middle.zip!/dump.jsonl", 6, key="k6"), member("plain.txt.gz", 3))

    run("zip", "-q", "deep3.zip", "inner.zip")
    run("zip", "-q", "deep2.zip", "deep3.zip")
    run("zip", "-q", target("deep.zip"), "deep2.zip", "plain.txt")
    expect("deep.zip", member("plain.txt", 3), error="nested deeper")

    write("plain.txt.meta.json", json.dumps({
        "key": "侧-1", "title": texts.news(3)[0][1], "source": "示例通讯", "url": "https://example.org/3",
        "issuer": "示例州示例办公室", "number": "示例发〔2024〕33号", "signed": "2024-03-04",
        "published": "2024-03-05", "effective": "2024-04-01", "retrieved": "2024-05-06"},
        ensure_ascii=False))
    write("gb.html.meta.json", "[1]")
    run("zip", "-q", target("sidecars.zip"), "plain.txt.meta.json", "plain.txt", "gb.html",
        "gb.html.meta.json")
    expect("sidecars.zip",
           member("plain.txt", 3, key="侧-1", source="示例通讯", url="https://example.org/3",
                  issuer="示例州示例办公室", number="示例发〔2024〕33号", date="2024-03-04",
                  published="2024-03-05", effective="2024-04-01", retrieved="2024-05-06"),
           error="no JSON object")

    run("zip", "-q", "-P", "示例", target("encrypted.zip"), "plain.txt")
    expect("encrypted.zip", error="encrypted")

    with open(target("mixed.zip"), "rb") as whole:
        write("cut.zip", whole.read()[:3000])
    os.replace(scratch + "/cut.zip", target("cut.zip"))
    expect("cut.zip", member("plain.txt", 3), member("gb.html", 4), error="damaged")

    with zipfile.ZipFile(target("bomb.zip"), "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("正文.txt", "重复" * (12 << 20))
    expect("bomb.zip", error="times its size")

    with zipfile.ZipFile(target("sheet.zip"), "w") as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr("xl/workbook.xml", "<workbook/>")
    expect("sheet.zip", error="spreadsheet")

    laughs = ('<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "哈哈">' +
              "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) +
              '<!ENTITY x SYSTEM "file:///etc/hostname">]>'
              '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
              "<w:body><w:p><w:r><w:t>&j;&x;</w:t></w:r></w:p></w:body></w:document>")
    with zipfile.ZipFile(target("entities.docx"), "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr("word/document.xml", laughs)
    expect("entities.docx", error="damaged Word document")
    nested = ("<w:tbl><w:tr><w:tc>" * 20000)
    with zipfile.ZipFile(target("deep-tables.docx"), "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/'
                     'wordprocessingml/2006/main"><w:body>' + nested)
    expect("deep-tables.docx", error="damaged Word document")
