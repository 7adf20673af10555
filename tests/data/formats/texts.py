"""The invented articles of the fixtures, as blocks that any writer can set: a list of
(kind, text) with kind one of letterhead, number, title, source, to, heading, p, item, sign, or
(table, rows). 全部为虚构示例，不反映任何地方的真实情况。"""
import random

TOPICS = [
    ("示例市", "夜读驿站", "沿街的图书室"), ("样板县", "檐下菜园", "楼顶与檐下的小菜园"),
    ("虚构区", "修补日", "社区里的修补摊"), ("示例省", "一刻钟花架", "街角的花架"),
    ("样板市", "渡口故事会", "老渡口旁的故事会"), ("虚构县", "雨水罐", "院落里的雨水罐"),
    ("示例州", "晾谷坪", "村口的晾谷坪"), ("样板区", "阳台合唱", "楼栋间的合唱"),
    ("虚构市", "借伞架", "车站旁的借伞架"), ("示例县", "慢递邮筒", "校门外的慢递邮筒"),
    ("样板省", "石阶课堂", "山路石阶上的自然课"), ("虚构州", "共享工具箱", "楼道里的工具箱"),
]
SENTENCES = [
    "去年以来，{place}从居民最容易走到的地方做起，把{thing}一处一处建起来，如今已有{n}处，步行十分钟都能走到。",
    "参加的人不必登记单位，只要在本子上写下名字和日期，第二次来时就有人记得他喜欢什么。",
    "负责照看的是附近的店主和退休教师，每人每周轮值半天，钥匙挂在门后的第三枚钉子上。",
    "“{name}”计划不求数量，只求常开：一处停了三天，就由隔壁那一处先顶上，再去问缘由。",
    "今年春天的问卷收回{m}份，其中九成六的人说愿意带邻居一起来，另有一些人提出希望晚上再多开一个小时。",
    "各街道按照“谁方便谁牵头”的办法分工，文化、城管、园林三家每月碰一次头，会上只谈没有办成的事。",
    "经费由各处自筹一半，另一半从节省下来的印刷费里出，账目每季度贴在墙上，谁都可以用铅笔在旁边写意见。",
    "下一步，{place}将把成熟的做法写成一页纸的说明，供其他地方自行取用，不评比，不排名。",
    "对确有困难、一时建不起来的地方，可以先从一张桌子、一盏灯开始，条件成熟后再逐步完善。",
    "孩子们给每一处都起了名字，最长的一个有二十三个字，写在门牌上要分成三行。",
    "据统计，截至2024年6月30日，累计有1.9万人次来过，借出的东西归还率为98.7%，没有还回来的多半是留在了新的地方。",
    "遇到下雨、停电或者节假日，照看的人会在门上挂一块木牌，正面写“马上回来”，背面写“明天一定来”。",
]


def paragraph(rng, topic, count):
    place, name, thing = topic
    chosen = rng.sample(SENTENCES, count)
    return "".join(s.format(place=place, name=name, thing=thing, n=rng.randint(12, 480),
                            m=rng.randint(900, 9000)) for s in chosen)


def news(i, paragraphs=4):
    rng = random.Random(1000 + i)
    place, name, thing = TOPICS[i % len(TOPICS)]
    blocks = [("title", f"【虚构示例】{place}把“{name}”办到家门口"),
              ("source", f"来源：示例日报　2024-0{1 + i % 9}-1{i % 10}")]
    return blocks + [("p", paragraph(rng, TOPICS[i % len(TOPICS)], rng.randint(3, 5)))
                     for _ in range(paragraphs)]


def notice(i, letterhead=False, items=6):
    rng = random.Random(2000 + i)
    topic = TOPICS[i % len(TOPICS)]
    place, name, thing = topic
    blocks = []
    if letterhead:
        blocks += [("letterhead", f"{place}示例办公室文件"), ("number", f"示例发〔2024〕{i + 1}号")]
    blocks += [("title", f"【虚构示例】{place}示例办公室关于推广“{name}”做法的通知"),
               ("to", "各街道办事处、各示例单位："), ("p", paragraph(rng, topic, 2))]
    numbers = "一二三四五六七八九十"
    heads = ["总体要求", "主要任务", "时间安排", "分工协作", "经费保障", "检查改进", "信息报送", "附则"]
    for k in range(items):
        blocks += [("heading", f"{numbers[k]}、{heads[k % len(heads)]}"),
                   ("p", paragraph(rng, topic, rng.randint(2, 4)))]
    blocks += [("sign", f"{place}示例办公室"), ("sign", f"2024年{1 + i % 9}月{10 + i % 10}日")]
    return blocks


def report(i):
    rng = random.Random(3000 + i)
    topic = TOPICS[i % len(TOPICS)]
    place, name, thing = topic
    rows = [["地区", "处数", "参加人次", "备注"]]
    rows += [[f"第{k}示例街道", str(rng.randint(3, 60)), str(rng.randint(100, 9000)),
              rng.choice(["常年开放", "周末开放", "试点中"])] for k in range(1, 7)]
    return [("title", f"【虚构示例】{place}“{name}”半年情况"), ("p", paragraph(rng, topic, 3)),
            ("p", "各街道情况见下表。"), ("table", rows), ("p", paragraph(rng, topic, 3))]


def lines(blocks):
    """The text a reader of the document sees, line by line."""
    out = []
    for kind, value in blocks:
        if kind == "table":
            out += ["\t".join(row) for row in value]
        else:
            out.append(value)
    return out


def html(blocks, style="", body_font="WenQuanYi Micro Hei"):
    centered = {"letterhead": "h1 class=red", "title": "h1", "number": "p class=c", "source": "p class=c"}
    out = ["<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><style>",
           f"body{{font-family:'{body_font}';font-size:14pt;line-height:1.6;text-align:justify}}",
           "h1{font-size:20pt;text-align:center;line-height:1.4}.c{text-align:center}",
           "p.i{text-indent:2em;margin:0}.sign{text-align:right}h2{font-size:15pt}",
           ".red{color:red;font-size:26pt}table{border-collapse:collapse}td{border:1px solid;padding:3pt}",
           style, "</style></head><body>"]
    for kind, value in blocks:
        if kind == "table":
            out.append("<table>" + "".join(
                "<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in value) + "</table>")
        elif kind in centered:
            tag = centered[kind]
            out.append(f"<{tag}>{value}</{tag.split()[0]}>")
        elif kind == "heading":
            out.append(f"<h2>{value}</h2>")
        elif kind == "sign":
            out.append(f"<p class=sign>{value}</p>")
        elif kind == "to":
            out.append(f"<p>{value}</p>")
        else:
            out.append(f"<p class=i>{value}</p>")
    return "\n".join(out) + "</body></html>"


def markdown(blocks):
    out = []
    for kind, value in blocks:
        if kind == "table":
            out.append("| " + " | ".join(value[0]) + " |\n|" + "---|" * len(value[0]) + "\n" +
                       "\n".join("| " + " | ".join(row) + " |" for row in value[1:]))
        elif kind == "title":
            out.append("# " + value)
        elif kind == "heading":
            out.append("## " + value)
        else:
            out.append(value)
    return "\n\n".join(out) + "\n"
