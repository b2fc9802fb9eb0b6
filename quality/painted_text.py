#!/usr/bin/env python3
"""Measures how many selectors painted into pictures are read, and how many wrong ones come out.

usage: painted_text.py make SCENES OUT HALF [--per-kind N] [--script SCRIPT]
       painted_text.py measure OUT MAILLON

`make` paints phone numbers, e-mail addresses and handles among words onto plain, graded and
busy grounds, in four sizes, dark and light, with and without an outline, as JPEG of quality
60 to 90, and copies as many pictures without text. SCENES is what
`maillon simulate SCENES --images` wrote. HALF is tuning or held_out: they share no font, no
scene and no number. SCRIPT is that of the words around: latin, cyrillic, arabic (half of the phone
numbers in its own figures) or chinese. `measure` imports the pictures with posts that say nothing, and the same
texts as posts without pictures; what is found in the second is the truth for the first.
Needs pillow from PyPI and the Debian packages fonts-dejavu, fonts-noto-core, fonts-urw-base35; for
the other scripts fonts-hosny-amiri, fonts-sil-scheherazade, fonts-sil-lateef, fonts-noto-cjk and
fonts-wqy-microhei; and tesseract with the language.
"""
import argparse
import collections
import csv
import io
import json
import pathlib
import random
import resource
import subprocess
import tempfile

from PIL import Image, ImageDraw, ImageFont

TRUETYPE, OPENTYPE = "/usr/share/fonts/truetype/", "/usr/share/fonts/opentype/urw-base35/"
NOTO, CJK = TRUETYPE + "noto/Noto", "/usr/share/fonts/opentype/noto/Noto"
DEJAVU = [TRUETYPE + "dejavu/" + name + ".ttf" for name in
          ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif", "DejaVuSansCondensed-Bold")]
LATEEF, AMIRI = "/usr/share/fonts/opentype/lateef/Lateef-", "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-"
# By script, of which half; all have Latin letters and figures, too.
FONTS = {
    "latin": {"tuning": DEJAVU,
              "held_out": [NOTO + "Sans-Regular.ttf", NOTO + "Sans-Bold.ttf", NOTO + "Serif-Regular.ttf",
                           OPENTYPE + "NimbusSans-Bold.otf", OPENTYPE + "URWGothic-Demi.otf", OPENTYPE + "NimbusRoman-Regular.otf"]},
    "cyrillic": {"tuning": DEJAVU, "held_out": [NOTO + "Sans-Regular.ttf", NOTO + "Sans-Bold.ttf", NOTO + "Serif-Regular.ttf"]},
    "arabic": {"tuning": DEJAVU[:2] + [LATEEF + "Regular.ttf", LATEEF + "Bold.ttf"],
               "held_out": [AMIRI + "Regular.ttf", AMIRI + "Bold.ttf", TRUETYPE + "scheherazade/Scheherazade-Regular.ttf",
                            TRUETYPE + "scheherazade/Scheherazade-Bold.ttf"]},
    "chinese": {"tuning": [TRUETYPE + "wqy/wqy-microhei.ttc"],
                "held_out": [CJK + "SansCJK-Regular.ttc", CJK + "SansCJK-Bold.ttc", CJK + "SerifCJK-Regular.ttc"]},
}
GROUNDS, SIZES = ("plain", "gradient", "busy"), (14, 20, 32, 60)  # heights of capitals, pixels
WORDS = {
    "latin": ("call me today", "new in town", "good work abroad", "models wanted", "only this week", "Massage", "Hotel visits",
              "ask for Lena", "no papers needed", "FREE ROOM", "start on Monday", "24 hours"),
    "cyrillic": ("звоните сегодня", "впервые в городе", "хорошая работа за границей", "нужны модели", "только на этой неделе",
                 "Массаж", "выезд в гостиницу", "спросите Лену", "документы не нужны", "КОМНАТА БЕСПЛАТНО", "начало в понедельник"),
    "arabic": ("اتصل اليوم", "جديد في المدينة", "عمل جيد في الخارج", "مطلوب عارضات", "هذا الأسبوع فقط", "تدليك",
               "زيارات للفندق", "اسأل عن لينا", "بدون أوراق", "سكن مجاني", "ابدأ يوم الاثنين"),
    "chinese": ("今天联系", "新到本市", "国外好工作", "招聘模特", "仅限本周", "按摩服务", "酒店上门", "找丽娜", "无需证件", "包吃包住", "周一上班"),
}
LABELS = {  # of phone numbers, of handles
    "latin": (("WhatsApp ", "Tel. ", "call ", ""), ("Telegram @", "t.me/", "Instagram: ")),
    "cyrillic": (("WhatsApp ", "Тел. ", "звоните ", ""), ("Телеграм @", "t.me/", "Instagram: ")),
    "arabic": (("واتساب ", "هاتف ", "اتصل ", ""), ("تلغرام @", "t.me/", "Instagram: ")),
    "chinese": (("WhatsApp ", "电话 ", "联系 ", ""), ("Telegram @", "t.me/", "Instagram: ")),
}
FIGURES = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
NAMES = ("lena", "mira", "sofia.k", "anna_89", "rosa", "work.abroad", "nina77", "luna_club", "tania", "elsa.b")
PHONES = ("+44 74## ######", "+336########", "+33 7 ## ## ## ##", "+49 151 ########", "+34 6## ### ###", "+40 72# ### ###",
          "+7 916 ###-##-##", "+38067#######", "+48 60# ### ###", "+31 6 ########", "+1 (415) 5##-####", "00447#########")


def selector_line(rng, script):
    of_phones, of_handles = LABELS[script]
    kind = rng.choice(("phone", "phone", "email", "handle"))
    if kind == "phone":
        number = "".join(rng.choice("0123456789") if c == "#" else c for c in rng.choice(PHONES))
        if script == "arabic" and rng.randrange(2):
            number = number.translate(FIGURES)
        return rng.choice(of_phones) + number
    name = rng.choice(NAMES) + rng.choice(("", str(rng.randrange(10, 1000))))
    if kind == "email":
        return name + "@" + rng.choice(("gmail.com", "proton.me", "mail.ru", "yahoo.fr", "web.de"))
    return rng.choice(of_handles) + name.replace(".", "_") + str(rng.randrange(10, 99))


def luma(colour):
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def any_colour(rng):
    return tuple(rng.randrange(256) for _ in range(3))


def colour_against(rng, grounds, light):
    """One that is lighter (or darker) than all grounds by 80 levels or more, or the end of the scale."""
    edge = max(map(luma, grounds)) + 80 if light else min(map(luma, grounds)) - 80
    for _ in range(300):
        colour = any_colour(rng)
        if (luma(colour) >= edge) if light else (luma(colour) <= edge):
            return colour
    return (255, 255, 255) if light else (0, 0, 0)


def ground_of(rng, kind, size, light, scenes):
    if kind == "busy":
        with Image.open(rng.choice(scenes)) as image:
            return image.convert("RGB").resize(size)
    dim = (lambda c: tuple(v // 2 for v in c)) if light else (lambda c: tuple(128 + v // 2 for v in c))
    first, second = dim(any_colour(rng)), dim(any_colour(rng))
    if kind == "plain":
        return Image.new("RGB", size, first)
    mask = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(size)
    return Image.composite(Image.new("RGB", size, first), Image.new("RGB", size, second), mask)


def paint(rng, ground, capital, light, outlined, script, fonts, scenes):
    lines = [selector_line(rng, script)]
    for _ in range(rng.randrange(3)):
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(WORDS[script]))
    way = {"direction": "rtl"} if script == "arabic" else {}
    font = ImageFont.truetype(rng.choice(fonts), round(capital / 0.72))
    stroke = max(1, capital // 14) if outlined else 0
    box = ImageDraw.Draw(Image.new("RGB", (1, 1))).multiline_textbbox((0, 0), "\n".join(lines), font, stroke_width=stroke, **way)
    width = max(int(box[2]) + 2 * capital, rng.randrange(480, 1100))
    height = max(int(box[3]) + 2 * capital, rng.randrange(480, 1100))
    image = ground_of(rng, ground, (width, height), light, scenes)
    x = rng.randrange(capital, max(capital + 1, int(width - box[2]) - capital + 1))
    y = rng.randrange(capital, max(capital + 1, int(height - box[3]) - capital + 1))
    under = image.crop((x, y, x + int(box[2]), y + int(box[3])))
    shades = [under.getpixel((rng.randrange(under.width), rng.randrange(under.height))) for _ in range(60)]
    fill = colour_against(rng, sorted(shades, key=luma)[6:54], light)
    edge = ((0, 0, 0) if luma(fill) > 128 else (255, 255, 255)) if outlined else None
    ImageDraw.Draw(image).multiline_text((x, y), "\n".join(lines), fill, font, stroke_width=stroke, stroke_fill=edge, **way)
    return image, "\n".join(lines)


def make(scenes_folder, out, half, per_kind, script):
    rng = random.Random(half if script == "latin" else half + " " + script)
    folder = pathlib.Path(scenes_folder)
    with open(folder / "pictures.csv", newline="") as table:
        whole = sorted({row["file"] for row in csv.DictReader(table) if row["state"] == "whole" and not row["text"]
                        and row["alteration"] != "screenshot"})
    scenes = [folder / "images" / name for name in whole[half == "held_out"::2]]
    out = pathlib.Path(out)
    (out / "images").mkdir(parents=True, exist_ok=True)
    kinds = [(g, s, light, edge) for g in GROUNDS for s in SIZES for light in (False, True) for edge in (False, True)]
    posts = []
    for kind in kinds:
        for i in range(per_kind):
            image, text = paint(rng, *kind, script, FONTS[script][half], scenes)
            name = "{}-{}-{}-{}-{}".format(kind[0], kind[1], "light" if kind[2] else "dark", "outlined" if kind[3] else "bare", i)
            image.save(out / "images" / (name + ".jpg"), quality=rng.randrange(60, 91))
            posts.append((name, text))
    for i, scene in enumerate(rng.sample(scenes, min(len(scenes), len(posts)))):
        (out / "images" / f"none-{i}.jpg").write_bytes(scene.read_bytes())
        posts.append((f"none-{i}", ""))
    with open(out / "painted.jsonl", "w") as shown, open(out / "typed.jsonl", "w") as typed:
        for name, text in posts:
            shown.write(json.dumps({"id": name, "source": "made", "body": "look", "images": name + ".jpg"}) + "\n")
            typed.write(json.dumps({"id": name, "source": "made", "body": "look\n" + text}) + "\n")


def found(maillon, case, posts, *more):
    """post -> set of selectors, and the CPU seconds of the import."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([maillon, "import", case, posts, *more], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([maillon, "link", case], check=True, capture_output=True)
    table = subprocess.run([maillon, "export", case, "--table", "selectors"], check=True, capture_output=True, text=True).stdout
    selectors = collections.defaultdict(set)
    for row in csv.DictReader(io.StringIO(table)):
        if row["kind"] != "image":
            selectors[row["id"]].add((row["kind"], row["service"], row["value"]))
    return selectors, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(out, maillon):
    out = pathlib.Path(out)
    with tempfile.TemporaryDirectory() as folder:
        images = ["--images", str(out / "images")]
        typed, _ = found(maillon, folder + "/typed", out / "typed.jsonl")
        shown, cpu = found(maillon, folder + "/shown", out / "painted.jsonl", *images)
        _, without = found(maillon, folder + "/without", out / "painted.jsonl", *images, "--no-image-text")
    names = [json.loads(line)["id"] for line in open(out / "painted.jsonl")]
    tally = collections.defaultdict(collections.Counter)
    wrong = []
    for name in names:
        parts = name.split("-")
        groups = ["all", "ground " + parts[0]]
        if parts[0] != "none":
            groups += [f"capitals {int(parts[1]):2} px", parts[2], parts[3]]
        for group in groups:
            tally[group]["pictures"] += 1
        for selector in typed[name] | shown[name]:
            right = "right" if selector in typed[name] and selector in shown[name] else ""
            what = right or ("missed" if selector in typed[name] else "wrong")
            for group in groups + ["kind " + selector[0]]:
                tally[group][what] += 1
            if what == "wrong":
                wrong.append((name, *selector, sorted(v[2] for v in typed[name])))
    print(f"{'':22}{'pictures':>9}{'selectors':>10}{'right':>7}{'share':>7}{'wrong':>7}")
    for group in sorted(tally):
        t = tally[group]
        there = t["right"] + t["missed"]
        share = f"{t['right'] / there:.3f}" if there else ""
        print(f"{group:22}{t['pictures'] or '':>9}{there:>10}{t['right']:>7}{share:>7}{t['wrong']:>7}")
    print(f"CPU of the import: {cpu:.1f} s, of which reading {cpu - without:.1f} s, {(cpu - without) / len(names):.3f} s a picture")
    for row in wrong:
        print("wrong:", *row)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    maker = verbs.add_parser("make")
    maker.add_argument("scenes")
    maker.add_argument("out")
    maker.add_argument("half", choices=FONTS["latin"])
    maker.add_argument("--per-kind", type=int, default=5)
    maker.add_argument("--script", choices=FONTS, default="latin")
    meter = verbs.add_parser("measure")
    meter.add_argument("out")
    meter.add_argument("maillon")
    words = parser.parse_args()
    if words.verb == "make":
        make(words.scenes, words.out, words.half, words.per_kind, words.script)
    else:
        measure(words.out, words.maillon)


main()
