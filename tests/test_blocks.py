"""The blocks of a text: standfirst, story and tail; above all, a story loses no sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from conftest import TAGS
from kawat.wire import read_wire
from kawat.wire.model import Part, WireText
from texts import BOILERPLATE, DISCLAIMER, make_text

STORY_ROLES = ("headline", "standfirst", "body", "marker")


@dataclass(frozen=True)
class Release:
    """A release in one language: its story, and what may come after it."""

    headline: str
    story: tuple[str, ...]
    blocks: dict[str, tuple[str, ...]]
    """Paragraphs by their role."""


RELEASES = {
    "en": Release(
        "Sandvik Ferries Adds a Night Boat",
        (
            "OSLO, Nov. 4, 2026 /PRNewswire/ -- "
            "Sandvik Ferries said on Wednesday that a boat would cross the fjord at two in the morning.",
            "The boat carries 40 cars and 200 passengers, and the crossing takes 25 minutes.",
            "“People work at night, and until now they slept in their cars,” said Marit Solheim, who runs the company.",
            "The first boat leaves on December 1, and tickets cost as much as by day.",
        ),
        {
            "about": ("About Sandvik Ferries", "Sandvik Ferries runs 14 boats on three fjords and has 310 employees."),
            "contact": ("Media Contact:", "Marit Solheim", "+47 555 01 234", "press@sandvik.example"),
            "source": ("SOURCE Sandvik Ferries",),
            "legal": (
                "Forward-Looking Statements",
                "This release contains forward-looking statements. Actual results may differ.",
            ),
            "copyright": ("© 2026 Sandvik Ferries. All rights reserved.",),
            "tail": (
                "View original content: https://www.prnewswire.com/news-releases/night-boat-300000000.html",
                "#ferries #nightboat",
            ),
        },
    ),
    "de": Release(
        "Sandvik Reederei fährt künftig auch nachts",
        (
            "HAMBURG, 4. November 2026 /PRNewswire/ -- "
            "Die Sandvik Reederei schickt künftig um zwei Uhr nachts ein Schiff über die Elbe.",
            "Das Schiff fasst 40 Autos und 200 Fahrgäste, die Überfahrt dauert 25 Minuten.",
            "„Viele arbeiten nachts und haben bisher im Auto "
            "geschlafen“, sagte Marit Solheim, die das Unternehmen leitet.",
            "Das erste Schiff legt am 1. Dezember ab, die Karten kosten so viel wie am Tag.",
        ),
        {
            "about": (
                "Über die Sandvik Reederei",
                "Die Sandvik Reederei betreibt 14 Schiffe auf drei Flüssen und beschäftigt 310 Menschen.",
            ),
            "contact": ("Pressekontakt:", "Marit Solheim", "+49 555 01 2345", "presse@sandvik.example"),
            "source": ("Quelle: Sandvik Reederei",),
            "legal": (
                "Zukunftsgerichtete Aussagen",
                "Diese Mitteilung enthält zukunftsgerichtete Aussagen, die mit Risiken verbunden sind.",
            ),
            "copyright": ("© 2026 Sandvik Reederei. Alle Rechte vorbehalten.",),
            "tail": (
                "Originalinhalt anzeigen: https://www.prnewswire.com/news-releases/nachts-300000000.html",
                "#Fähren #Nachtschiff",
            ),
        },
    ),
    "fr": Release(
        "Les Bacs de Sandvik traverseront aussi la nuit",
        (
            "LYON, 4 novembre 2026 /PRNewswire/ -- "
            "Les Bacs de Sandvik ont annoncé mercredi une traversée à deux heures du matin.",
            "Le bac emporte 40 voitures et 200 passagers, et la traversée dure 25 minutes.",
            "« Beaucoup travaillent la nuit et dormaient dans leur "
            "voiture », a dit Marit Solheim, qui dirige l’entreprise.",
            "Le premier bac partira le 1er décembre, et les billets coûteront autant que le jour.",
        ),
        {
            "about": (
                "À propos des Bacs de Sandvik",
                "Les Bacs de Sandvik exploitent 14 bateaux sur trois fleuves et emploient 310 personnes.",
            ),
            "contact": ("Contact presse :", "Marit Solheim", "+33 1 99 00 12 34", "presse@sandvik.example"),
            "source": ("Source : Les Bacs de Sandvik",),
            "legal": ("Énoncés prospectifs", "Ce communiqué contient des énoncés prospectifs soumis à des risques."),
            "copyright": ("© 2026 Les Bacs de Sandvik. Tous droits réservés.",),
            "tail": (
                "Voir le contenu original : https://www.prnewswire.com/news-releases/nuit-300000000.html",
                "#bacs #nuit",
            ),
        },
    ),
    "es": Release(
        "Barcos Sandvik navegará también de noche",
        (
            "BOGOTÁ, 4 de noviembre de 2026 /PRNewswire/ -- "
            "Barcos Sandvik anunció el miércoles una travesía a las dos de la mañana.",
            "El barco lleva 40 coches y 200 pasajeros, y la travesía dura 25 minutos.",
            "“Muchos trabajan de noche y dormían en el coche”, dijo Marit Solheim, que dirige la empresa.",
            "El primer barco zarpa el 1 de diciembre y los boletos cuestan lo mismo que de día.",
        ),
        {
            "about": ("Acerca de Barcos Sandvik", "Barcos Sandvik opera 14 barcos en tres ríos y tiene 310 empleados."),
            "contact": ("Contacto de prensa:", "Marit Solheim", "+57 1 555 0123", "prensa@sandvik.example"),
            "source": ("FUENTE Barcos Sandvik",),
            "legal": (
                "Declaraciones prospectivas",
                "Este comunicado contiene declaraciones prospectivas sujetas a riesgos.",
            ),
            "copyright": ("© 2026 Barcos Sandvik. Todos los derechos reservados.",),
            "tail": (
                "Ver contenido original: https://www.prnewswire.com/news-releases/noche-300000000.html",
                "#barcos #noche",
            ),
        },
    ),
    "pt": Release(
        "Barcos Sandvik vão navegar também de noite",
        (
            "LISBOA, 4 de novembro de 2026 /PRNewswire/ -- "
            "A Barcos Sandvik anunciou esta quarta-feira uma travessia às duas da manhã.",
            "O barco leva 40 carros e 200 passageiros, e a travessia dura 25 minutos.",
            "“Muitos trabalham à noite e dormiam no carro”, disse Marit Solheim, que dirige a empresa.",
            "O primeiro barco parte em 1 de dezembro, e os bilhetes custam o mesmo que de dia.",
        ),
        {
            "about": ("Sobre a Barcos Sandvik", "A Barcos Sandvik opera 14 barcos em três rios e tem 310 empregados."),
            "contact": ("Contato para a imprensa:", "Marit Solheim", "+351 21 555 01 23", "imprensa@sandvik.example"),
            "source": ("FONTE Barcos Sandvik",),
            "legal": ("Declarações prospectivas", "Este comunicado contém declarações prospectivas sujeitas a riscos."),
            "copyright": ("© 2026 Barcos Sandvik. Todos os direitos reservados.",),
            "tail": (
                "Ver conteúdo original: https://www.prnewswire.com/news-releases/noite-300000000.html",
                "#barcos #noite",
            ),
        },
    ),
    "ru": Release(
        "«Паромы Сандвика» пойдут и ночью",
        (
            "МОСКВА, 4 ноября 2026 г. /PRNewswire/ -- "
            "Компания «Паромы Сандвика» сообщила в среду о рейсе в два часа ночи.",
            "Паром берёт 40 машин и 200 пассажиров, переправа длится 25 минут.",
            "«Многие работают ночью и до сих пор спали в машинах», "
            "– сказала Марит Сольхейм, которая руководит компанией.",
            "Первый рейс состоится 1 декабря, билеты стоят столько же, сколько днём.",
        ),
        {
            "about": (
                "О компании «Паромы Сандвика»",
                "Компания «Паромы Сандвика» владеет 14 судами на трёх реках, в ней работают 310 человек.",
            ),
            "contact": ("Контакты для СМИ:", "Марит Сольхейм", "+7 495 555 01 23", "press@sandvik.example"),
            "source": ("ИСТОЧНИК «Паромы Сандвика»",),
            "legal": (
                "Заявления прогнозного характера",
                "Сообщение содержит прогнозные заявления, связанные с рисками.",
            ),
            "copyright": ("© 2026 «Паромы Сандвика». Все права защищены.",),
            "tail": (
                "Посмотреть исходную версию: https://www.prnewswire.com/news-releases/noch-300000000.html",
                "#паромы #ночь",
            ),
        },
    ),
    "id": Release(
        "Feri Sandvik kini berlayar pada malam hari",
        (
            "JAKARTA, 4 November 2026 /PRNewswire/ -- "
            "Feri Sandvik mengumumkan pada Rabu sebuah kapal yang menyeberang pukul dua dini hari.",
            "Kapal itu memuat 40 mobil dan 200 penumpang, dan penyeberangan memakan waktu 25 menit.",
            "“Banyak orang bekerja malam dan selama ini tidur di mobil,” kata Marit Solheim, pemimpin perusahaan itu.",
            "Kapal pertama berangkat pada 1 Desember, dan harga tiketnya sama dengan siang hari.",
        ),
        {
            "about": (
                "Tentang Feri Sandvik",
                "Feri Sandvik mengoperasikan 14 kapal di tiga sungai dan mempekerjakan 310 orang.",
            ),
            "contact": ("Kontak media:", "Marit Solheim", "+62 21 555 0123", "media@sandvik.example"),
            "source": ("SUMBER Feri Sandvik",),
            "legal": (
                "Pernyataan berwawasan ke depan",
                "Siaran ini mengandung pernyataan berwawasan ke depan yang berisiko.",
            ),
            "copyright": ("© 2026 Feri Sandvik. Hak cipta dilindungi.",),
            "tail": (
                "Lihat versi asli di https://www.prnewswire.com/news-releases/malam-300000000.html",
                "#feri #malam",
            ),
        },
    ),
    "ms": Release(
        "Feri Sandvik kini belayar pada waktu malam",
        (
            "IPOH, 4 November 2026 /PRNewswire/ -- "
            "Feri Sandvik mengumumkan pada hari Rabu sebuah feri yang menyeberang pada pukul dua pagi.",
            "Feri itu memuatkan 40 kereta dan 200 penumpang, dan perjalanannya mengambil masa 25 minit.",
            "“Ramai orang bekerja malam dan selama ini tidur di dalam "
            "kereta,” kata Marit Solheim yang mengetuai syarikat itu.",
            "Feri pertama berlepas pada 1 Disember, dan harga tiketnya sama seperti waktu siang.",
        ),
        {
            "about": (
                "Mengenai Feri Sandvik",
                "Feri Sandvik mengendalikan 14 buah feri di tiga sungai dan mempunyai 310 pekerja.",
            ),
            "contact": ("Hubungan media:", "Marit Solheim", "+60 3 5550 1234", "media@sandvik.example"),
            "source": ("SUMBER Feri Sandvik",),
            "legal": ("Penafian", "Siaran ini mengandungi kenyataan berpandangan ke hadapan yang berisiko."),
            "copyright": ("© 2026 Feri Sandvik. Hak cipta terpelihara.",),
            "tail": (
                "Lihat kandungan asal: https://www.prnewswire.com/news-releases/malam-300000000.html",
                "#feri #malam",
            ),
        },
    ),
    "vi": Release(
        "Phà Sandvik mở thêm chuyến đêm",
        (
            "HUẾ, ngày 4 tháng 11 năm 2026 /PRNewswire/ -- "
            "Phà Sandvik cho biết hôm thứ Tư sẽ có chuyến phà lúc hai giờ sáng.",
            "Phà chở được 40 ô tô và 200 hành khách, mỗi chuyến mất 25 phút.",
            "“Nhiều người làm việc ban đêm và lâu nay phải ngủ trong "
            "xe”, bà Marit Solheim, người điều hành công ty, nói.",
            "Chuyến đầu tiên khởi hành ngày 1 tháng 12, giá vé bằng ban ngày.",
        ),
        {
            "about": ("Về Phà Sandvik", "Phà Sandvik vận hành 14 con phà trên ba dòng sông và có 310 nhân viên."),
            "contact": ("Liên hệ truyền thông:", "Marit Solheim", "+84 24 5550 1234", "baochi@sandvik.example"),
            "source": ("Nguồn: Phà Sandvik",),
            "legal": ("Tuyên bố hướng tới tương lai", "Thông cáo này chứa các tuyên bố hướng tới tương lai có rủi ro."),
            "copyright": ("© 2026 Phà Sandvik. Bảo lưu mọi quyền.",),
            "tail": ("Xem nội dung gốc: https://www.prnewswire.com/news-releases/dem-300000000.html", "#pha #dem"),
        },
    ),
    "th": Release(
        "เรือข้ามฟากแซนด์วิกเพิ่มรอบดึก",
        (
            "กรุงเทพฯ, 4 พ.ย. 2569 /PRNewswire/ -- เรือข้ามฟากแซนด์วิกประกาศเมื่อวันพุธว่าจะมีเรือข้ามแม่น้ำตอนตีสอง",
            "เรือบรรทุกรถยนต์ได้ 40 คันและผู้โดยสาร 200 คน ใช้เวลาข้าม 25 นาที",
            "“หลายคนทำงานกลางคืนและต้องนอนในรถ” นางสาวมาริต ซูลไฮม์ ผู้บริหารบริษัทกล่าว",
            "เรือเที่ยวแรกออกวันที่ 1 ธันวาคม และค่าโดยสารเท่ากับตอนกลางวัน",
        ),
        {
            "about": ("เกี่ยวกับเรือข้ามฟากแซนด์วิก", "เรือข้ามฟากแซนด์วิกเดินเรือ 14 ลำในแม่น้ำสามสายและมีพนักงาน 310 คน"),
            "contact": ("ข้อมูลติดต่อ:", "มาริต ซูลไฮม์", "+66 2 555 0123", "press@sandvik.example"),
            "source": ("ที่มา: เรือข้ามฟากแซนด์วิก",),
            "legal": ("ข้อจำกัดความรับผิดชอบ", "ข่าวนี้มีข้อความคาดการณ์ล่วงหน้าซึ่งมีความเสี่ยง"),
            "copyright": ("© 2026 เรือข้ามฟากแซนด์วิก สงวนลิขสิทธิ์",),
            "tail": ("ดูเนื้อหาต้นฉบับ: https://www.prnewswire.com/news-releases/night-300000000.html", "#เรือ #รอบดึก"),
        },
    ),
    "ar": Release(
        "عبّارات ساندفيك تبحر ليلًا أيضًا",
        (
            "القاهرة، 4 نوفمبر 2026 /PRNewswire/ -- "
            "أعلنت عبّارات ساندفيك يوم الأربعاء رحلة تعبر النهر في الثانية صباحًا.",
            "تحمل العبّارة 40 سيارة و200 راكب، وتستغرق الرحلة 25 دقيقة.",
            'قالت ماريت سولهايم التي تدير الشركة: "يعمل كثيرون ليلًا وكانوا ينامون في سياراتهم".',
            "تنطلق أول رحلة في 1 ديسمبر، وثمن التذاكر كثمنها نهارًا.",
        ),
        {
            "about": ("نبذة عن عبّارات ساندفيك", "تشغّل عبّارات ساندفيك 14 سفينة في ثلاثة أنهار ويعمل فيها 310 أشخاص."),
            "contact": ("للتواصل الإعلامي:", "ماريت سولهايم", "+20 2 5550 1234", "press@sandvik.example"),
            "source": ("المصدر: عبّارات ساندفيك",),
            "legal": ("إخلاء مسؤولية", "يحتوي هذا البيان على ما يلي، وتتضمن بيانات تطلعية محفوفة بالمخاطر."),
            "copyright": ("© 2026 عبّارات ساندفيك. جميع الحقوق محفوظة.",),
            "tail": (
                "عرض المحتوى الأصلي: https://www.prnewswire.com/news-releases/layl-300000000.html",
                "#عبارات #ليل",
            ),
        },
    ),
    "ko": Release(
        "산드비크페리, 심야 여객선 띄운다",
        (
            "부산, 2026년 11월 4일 /PRNewswire/ -- "
            "산드비크페리는 수요일 새벽 두 시에 바다를 건너는 배를 띄운다고 밝혔다.",
            "이 배에는 자동차 40대와 승객 200명이 타며 25분이 걸린다.",
            "회사를 이끄는 마리트 솔하임은 “밤에 일하는 사람들이 지금까지 차에서 잤다”고 말했다.",
            "첫 배는 12월 1일에 떠나며 표 값은 낮과 같다.",
        ),
        {
            "about": ("산드비크페리 소개", "산드비크페리는 세 곳의 바닷길에서 배 14척을 운항하며 310명이 일한다."),
            "contact": ("언론 문의:", "마리트 솔하임", "+82 2 555 0123", "press@sandvik.example"),
            "source": ("출처: 산드비크페리",),
            "legal": ("면책 조항", "이 자료에는 미래예측 진술이 포함되어 있다."),
            "copyright": ("저작권자 © 산드비크페리, 무단 전재 및 재배포 금지",),
            "tail": ("원문 보기: https://www.prnewswire.com/news-releases/night-300000000.html", "#여객선 #심야"),
        },
    ),
    "ja": Release(
        "サンドビク汽船、深夜便を運航へ",
        (
            "東京、2026年11月4日 /PRNewswire/ -- "
            "サンドビク汽船は水曜日、午前二時に海峡を渡る便を始めると発表しました。",
            "船には車40台と乗客200人が乗れ、25分で着きます。",
            "社長のマリット・ソルハイム氏は「夜に働く人は、これまで車で寝ていました」と話します。",
            "最初の便は12月1日に出港し、料金は昼と同じです。",
        ),
        {
            "about": ("サンドビク汽船について", "サンドビク汽船は三つの海峡で14隻を運航し、310人が働いています。"),
            "contact": ("報道関係者お問い合わせ先：", "マリット・ソルハイム", "03-5550-1234", "press@sandvik.example"),
            "source": ("ソース：サンドビク汽船",),
            "legal": ("将来の見通しに関する記述", "本リリースには将来の見通しに関する記述が含まれています。"),
            "copyright": ("© 2026 サンドビク汽船 無断転載を禁じます",),
            "tail": ("関連リンク：https://www.sandvik.example/night", "#船 #深夜便"),
        },
    ),
    "zh-Hans": Release(
        "桑维克轮渡开通夜班船",
        (
            "上海2026年11月4日电 /美通社/ -- 桑维克轮渡周三宣布，凌晨两点将有一班船过江。",
            "这班船可载40辆汽车和200名乘客，航程25分钟。",
            "公司负责人玛丽特·索尔海姆说：“许多人夜里上班，一直睡在车里。”",
            "首班船12月1日启航，票价与白天相同。",
        ),
        {
            "about": ("关于桑维克轮渡", "桑维克轮渡在三条江上经营14艘船，有310名员工。"),
            "contact": ("媒体联系人：", "玛丽特·索尔海姆", "+86 21 5550 1234", "press@sandvik.example"),
            "source": ("消息来源：桑维克轮渡",),
            "legal": ("前瞻性陈述", "本新闻稿包含前瞻性陈述，存在风险。"),
            "copyright": ("© 2026 桑维克轮渡 版权所有 违者必究",),
            "tail": ("查看原始内容：https://www.prnewswire.com/news-releases/night-300000000.html", "#轮渡# #夜班船#"),
        },
    ),
    "zh-Hant": Release(
        "桑維克渡輪開航夜班船",
        (
            "香港,2026年11月4日 - (亞太商訊) - 桑維克渡輪週三宣布，凌晨兩點將有一班船過海。",
            "這班船可載40輛汽車和200名乘客，航程25分鐘。",
            "公司負責人瑪麗特·索爾海姆說：「許多人夜裡上班，一直睡在車裡。」",
            "首班船12月1日啟航，票價與白天相同。",
        ),
        {
            "about": ("關於桑維克渡輪", "桑維克渡輪在三條航線上經營14艘船，有310名員工。"),
            "contact": ("傳媒查詢：", "瑪麗特·索爾海姆", "+852 5550 1234", "press@sandvik.example"),
            "source": ("來源：桑維克渡輪",),
            "legal": ("前瞻性陳述", "本新聞稿包含前瞻性陳述，存在風險。"),
            "copyright": ("© 2026 桑維克渡輪 版權所有 不得轉載",),
            "tail": ("查看原始內容：https://www.acnnewswire.example/night", "#渡輪# #夜班船#"),
        },
    ),
}
ORDERS = (
    ("about", "legal", "contact", "tail", "source", "copyright"),
    ("contact", "about", "source", "legal", "copyright", "tail"),
    ("source", "contact", "legal", "about", "tail", "copyright"),
)


def read(tag: str, paragraphs: Sequence[str], separator: str = "\n\n") -> WireText:
    return read_wire(separator.join(paragraphs).encode(), f"x.{tag}.txt")


def name_roles(wire: WireText) -> list[tuple[str, str]]:
    """Each paragraph with its role; a dateline is one with the words after it."""
    return [(part.role, part.content) for part in wire.parts if part.role not in ("blank", "marker")]


def strip_dateline(paragraph: str, wire: WireText) -> str:
    return paragraph.removeprefix(wire.first("marker") or "").strip()


@pytest.mark.parametrize("tag", RELEASES)
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_blocks_in_any_order(tag: str, order: tuple[str, ...]) -> None:
    """Each paragraph has its block's role, whatever comes before it."""
    release = RELEASES[tag]
    tail = [(role, paragraph) for role in order for paragraph in release.blocks[role]]
    wire = read(tag, [release.headline, *release.story, *(paragraph for _, paragraph in tail)])
    assert wire.error is None
    assert wire.place and wire.date
    first, *rest = release.story
    story = [("headline", release.headline), *(("body", one) for one in (strip_dateline(first, wire), *rest))]
    assert name_roles(wire) == story + tail


@pytest.mark.parametrize("tag", RELEASES)
@pytest.mark.parametrize("role", ORDERS[0])
@pytest.mark.parametrize("separator", ["\n", "\n\n", "\r\n\r\n"], ids=["LF", "LFLF", "CRLFCRLF"])
def test_a_block_alone(tag: str, role: str, separator: str) -> None:
    """One block after the story is enough, however the lines are parted."""
    release = RELEASES[tag]
    wire = read(tag, [release.headline, *release.story, *release.blocks[role]], separator)
    assert wire.all(role) == release.blocks[role]  # type: ignore[arg-type]
    assert len(wire.all("body")) == len(release.story)
    assert wire.all("unknown") == ()


@pytest.mark.parametrize("tag", RELEASES)
def test_a_release_without_a_tail(tag: str) -> None:
    release = RELEASES[tag]
    wire = read(tag, [release.headline, *release.story])
    assert {role for role, _ in name_roles(wire)} == {"headline", "body"}
    assert len(wire.all("body")) == len(release.story)


def test_every_language_has_a_release() -> None:
    assert set(RELEASES) == set(TAGS)


STORIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a chapter About the Bridge": (
        "en",
        "Sandvik opens its bridge",
        (
            "The bridge of Sandvik opened on Wednesday after nine years of work, and the whole town walked across it.",
            "About the Bridge",
            "The bridge is 1,210 metres long and stands on two towers, each as high as the town hall twice over.",
            "It carries four lanes, two tracks and a path for those who would rather walk.",
            "What it cost",
            "The town paid a third of the 410 million crowns, and the state paid what was left.",
            "Nobody has been asked to pay a toll, and the mayor promises that nobody will be.",
        ),
    ),
    "a last chapter About the Bridge": (
        "en",
        "Sandvik opens its bridge",
        (
            "The bridge of Sandvik opened on Wednesday after nine years of work, and the whole town walked across it.",
            "The mayor cut a ribbon and fell silent, which the town had not seen before.",
            "About the bridge",
            "The bridge is 1,210 metres long and stands on two towers, each as high as the town hall twice over.",
            "It carries four lanes, two tracks and a path for those who would rather walk.",
            "It will be closed for a day each May, so that the seals can be counted.",
        ),
    ),
    "a story about a newswire": (
        "en",
        "PR Newswire opens an office in Oslo",
        (
            "PR Newswire has opened an office in Oslo, where nine people will edit releases from the north.",
            "GlobeNewswire and Business Wire have had offices there for years, and ACCESS Newswire is looking for one.",
            "“We send what companies give us, and we say so,” the head of the office said.",
            "PR Newswire was founded in New York in 1954 and belongs to a company in Chicago.",
            "Its first customer in Oslo is a shipping line that has never sent a release before.",
        ),
    ),
    "a story about the wire itself": (
        "en",
        "SeaPRwire hires a poet",
        (
            "SeaPRwire has hired a poet who will write the headlines of its releases, the company said on Wednesday.",
            "SeaPRwire reaches 6,500 media in 90 countries, and not one of them had asked for verse.",
            "The first poem has seven lines and mentions a quarterly dividend twice.",
            "Editors in Jakarta printed it on the front page, and editors in Tokyo called to ask what it meant.",
        ),
    ),
    "a phone number at the end": (
        "en",
        "A hotline for owls",
        (
            "The bird wardens of Sandvik have set up a telephone line for people who find a young owl on the ground.",
            "Most of the birds are neither ill nor lost, and their parents are close by.",
            "Whoever finds one should leave it where it is and call +47 555 01 234 before touching it.",
        ),
    ),
    "a phone number in a quote": (
        "en",
        "A hotline for owls",
        (
            "The bird wardens of Sandvik have set up a telephone line for people who find a young owl on the ground.",
            "Most of the birds are neither ill nor lost, and their parents are close by.",
            "“Call 555 0123, or write to owls@sandvik.example, and let the bird sit,” the warden said.",
            "The line has rung 400 times since Monday, and eleven of the calls were about owls.",
        ),
    ),
    "a trial about forward-looking statements": (
        "en",
        "Judges ask what a promise is",
        (
            "Three judges heard on Wednesday whether a ferry company had lied when it promised a night boat.",
            "Its lawyer read the release aloud: “This release contains "
            "forward-looking statements, and actual results may differ.”",
            "The passengers’ lawyer said that no one on the quay at two in the morning had read so far.",
            "The judges want to decide before Christmas, and the night boat still does not sail.",
        ),
    ),
    "a heading Legal": (
        "en",
        "What the new harbour law says",
        (
            "The harbour law that takes effect in January has 200 articles, and most of them are about rope.",
            "Disclaimer",
            "The third chapter says who pays when a ship hits the quay, and it is nearly always the ship.",
            "The fourth chapter forbids whistling on board, and nobody in the ministry can say why.",
            "The last chapter repeals a law of 1788 that forbade the sale of ice to pirates.",
            "Fishermen have asked for a year to read it all, and the minister has given them a month.",
        ),
    ),
    "an obituary with contacts": (
        "en",
        "Marit Solheim, who ran the ferries, dies at 91",
        (
            "Marit Solheim, who ran the ferries of Sandvik for forty years, died on Sunday. She was 91.",
            "Contact with the sea began early: she was born on a boat, and her father rowed on.",
            "Contacts in the ministry helped her to save the line when the bridge came.",
            "She leaves two sons, five grandchildren, and a boat that will be named after her.",
        ),
    ),
    "sources": (
        "en",
        "Where the eels go",
        (
            "Nobody has ever seen an eel spawn, and three expeditions left this autumn to be the first.",
            "Source: unknown, wrote the monks beside each eel in their books, and little has changed since.",
            "The first ship follows the moon, the second the currents, and the third follows the second.",
            "They are to meet again in the spring, with or without an eel.",
        ),
    ),
    "two paragraphs": (
        "en",
        "A short text",
        (
            "The harbour of Sandvik is closed on Thursday because of the storm.",
            "It opens again on Friday.",
        ),
    ),
    "one paragraph": ("en", "A shorter text", ("The harbour of Sandvik is closed on Thursday because of the storm.",)),
    "one sentence without a mark": ("en", "A shorter text", ("The harbour of Sandvik is closed on Thursday",)),
    "questions and answers": (
        "en",
        "Forty years on the water: a talk with the captain",
        (
            "The captain of the last ferry talks about fog, about passengers, and about the bridge that ended it all.",
            "Q: How many times have you crossed the fjord?",
            "A: I stopped counting at 90,000, which was in 2011.",
            "Q: And did you ever miss the quay?",
            "A: Once. The quay had been moved.",
            "Q: What will you do now?",
            "A: Walk across the bridge, to see what all the fuss was about.",
        ),
    ),
    "a recipe": (
        "en",
        "Bean soup as the ferry’s cook makes it",
        (
            "The soup has been on the ferry’s menu since 1962, and the cook has given us the recipe before he retires.",
            "Ingredients",
            "200 g dried beans",
            "1 litre of water",
            "2 onions",
            "Salt, pepper",
            "Method",
            "1. Soak the beans overnight and pour the water away.",
            "2. Boil them for an hour with the onions.",
            "3. Salt the soup at the end, never before.",
        ),
    ),
    "a table of results": (
        "en",
        "Sandvik win again",
        (
            "Sandvik won the derby by three goals to one and are now first, with two matches left to play.",
            "1. Sandvik | 28 | 61",
            "2. Fjordby | 28 | 58",
            "3. Holmen | 28 | 44",
            "The next match is on Sunday, and it has been sold out for a month.",
        ),
    ),
    "a poem": (
        "en",
        "The poem that was read on the bridge",
        (
            "This is the poem that was read when the bridge was opened, by a pupil of the sixth class.",
            "The boat went out at two",
            "and nobody was there",
            "except the moon and you",
            "and salt was in the air",
            "The class has written eleven others, and they hang in the town hall until Sunday.",
        ),
    ),
    "a list and then a sentence": (
        "en",
        "Four ways across",
        (
            "There are four ways to cross the fjord now that the ferry has stopped.",
            "• The bridge, which is free",
            "• The tunnel, which is not",
            "• The cable car, on Sundays",
            "• Swimming",
            "The harbour master advises against the last.",
        ),
    ),
    "an address in the middle": (
        "en",
        "The house at the end of the quay",
        (
            "The house at the end of the quay has been sold for the first time in 200 years.",
            "Its address, 1 Quay Road, 0150 Sandvik, is the oldest in the town’s books.",
            "More at https://sandvik.example/house, where the town has put the old plans.",
            "The buyer is a woman from Bergen who means to bake bread there.",
            "She has not said when, and the town can wait.",
        ),
    ),
    "copyright as a subject": (
        "en",
        "Who owns a shanty",
        (
            "All rights reserved, says the label on the record, but the song is older than the label by 200 years.",
            "The Copyright Office has been asked three times who wrote it and has answered four times.",
            "Until it is settled, the choir of Sandvik hums the tune without the words.",
            "A judge will hear the choir in March, standing, as the law demands.",
        ),
    ),
    "über Nacht, über Brücken": (
        "de",
        "Wie die Brücke die Stadt verändert",
        (
            "Die Brücke von Sandvik ist seit Mittwoch offen, und die Stadt ist kaum wiederzuerkennen.",
            "Über Nacht",
            "Über Nacht kamen 4000 Menschen, die vorher nie gekommen waren, und suchten einen Parkplatz.",
            "Über die Brücke",
            "Die Brücke ist 1210 Meter lang und steht auf zwei Türmen, die man bis zum Leuchtturm sieht.",
            "Über den Preis",
            "Über den Preis redet niemand gern, denn die Stadt hat ein Drittel bezahlt.",
            "Am Sonntag ist sie für Autos gesperrt, damit die Robben gezählt werden können.",
        ),
    ),
    "ein letztes Kapitel Über die Brücke": (
        "de",
        "Sandvik öffnet seine Brücke",
        (
            "Die Brücke von Sandvik ist seit Mittwoch offen, und die ganze Stadt ist hinübergegangen.",
            "Der Bürgermeister schnitt ein Band durch und schwieg, was man von ihm nicht kannte.",
            "Über die Brücke",
            "Die Brücke ist 1210 Meter lang und steht auf zwei Türmen, die man bis zum Leuchtturm sieht.",
            "Sie trägt vier Spuren, zwei Gleise und einen Weg für alle, die lieber gehen.",
        ),
    ),
    "Kontakt und Quelle als Wörter": (
        "de",
        "Die Quelle über der Stadt",
        (
            "Die Quelle über der Stadt ist zum ersten Mal seit 1911 versiegt, und niemand weiß, warum.",
            "Kontakt zum Grundwasser hatte sie nie, sagt der Geologe, der sie seit Jahren misst.",
            "Quelle: So heißt auch das Wirtshaus daneben, und dort fließt noch alles.",
            "Die Stadt will bis zum Frühjahr warten und dann einen Brunnen bohren.",
        ),
    ),
    "à propos": (
        "fr",
        "Le pont qui change la ville",
        (
            "Le pont de Sandvik est ouvert depuis mercredi, et toute la ville l’a traversé à pied.",
            "À propos du pont",
            "Le pont mesure 1 210 mètres et repose sur deux tours que l’on voit depuis le phare.",
            "Il porte quatre voies, deux rails et un chemin pour ceux qui préfèrent marcher.",
            "Le prix",
            "La ville a payé un tiers des travaux, et l’État a payé le reste.",
            "Chaque mois de mai, il sera fermé un jour pour que l’on compte les phoques.",
        ),
    ),
    "sobre el puente": (
        "es",
        "El puente que cambia la ciudad",
        (
            "El puente de Sandvik está abierto desde el miércoles, y toda la ciudad lo cruzó a pie.",
            "Sobre el puente",
            "El puente mide 1.210 metros y descansa sobre dos torres que se ven desde el faro.",
            "Lleva cuatro carriles, dos vías y un camino para quienes prefieren andar.",
            "El precio",
            "La ciudad pagó un tercio de las obras, y el Estado pagó lo demás.",
            "Cada mayo se cerrará un día para contar las focas.",
        ),
    ),
    "sobre a ponte": (
        "pt",
        "A ponte que muda a cidade",
        (
            "A ponte de Sandvik está aberta desde quarta-feira, e toda a cidade a atravessou a pé.",
            "Sobre a ponte",
            "A ponte mede 1.210 metros e assenta em duas torres que se veem do farol.",
            "Leva quatro faixas, dois trilhos e um caminho para quem prefere andar.",
            "O preço",
            "A cidade pagou um terço das obras, e o Estado pagou o resto.",
            "Todos os anos, em maio, fechará um dia para que se contem as focas.",
        ),
    ),
    "о мосте": (
        "ru",
        "Мост, который меняет город",
        (
            "Мост в Сандвике открыт со среды, и весь город прошёл по нему пешком.",
            "О мосте",
            "Длина моста 1210 метров, он стоит на двух башнях, которые видны с маяка.",
            "По нему идут четыре полосы, два пути и тропа для тех, кто любит ходить.",
            "О цене",
            "Город заплатил треть, остальное заплатило государство.",
            "Каждый год в мае мост будут закрывать на день, чтобы сосчитать тюленей.",
        ),
    ),
    "tentang jembatan": (
        "id",
        "Jembatan yang mengubah kota",
        (
            "Jembatan Sandvik dibuka sejak Rabu, dan seluruh kota menyeberanginya dengan berjalan kaki.",
            "Tentang jembatan",
            "Jembatan itu panjangnya 1.210 meter dan berdiri di atas dua menara yang terlihat dari mercusuar.",
            "Ada empat lajur, dua rel, dan jalan setapak bagi yang lebih suka berjalan.",
            "Soal biaya",
            "Kota membayar sepertiga, dan negara membayar sisanya.",
            "Setiap Mei jembatan ditutup sehari agar anjing laut dapat dihitung.",
        ),
    ),
    "mengenai jambatan": (
        "ms",
        "Jambatan yang mengubah bandar",
        (
            "Jambatan Sandvik dibuka sejak Rabu, dan seluruh bandar menyeberanginya dengan berjalan kaki.",
            "Mengenai jambatan itu",
            "Jambatan itu sepanjang 1,210 meter dan berdiri di atas dua menara yang kelihatan dari rumah api.",
            "Ada empat lorong, dua landasan, dan laluan bagi yang lebih suka berjalan.",
            "Soal kos",
            "Bandar membayar satu pertiga, dan negara membayar selebihnya.",
            "Setiap Mei jambatan ditutup sehari supaya anjing laut dapat dihitung.",
        ),
    ),
    "về cây cầu": (
        "vi",
        "Cây cầu làm thay đổi thành phố",
        (
            "Cầu Sandvik thông xe từ thứ Tư, và cả thành phố đã đi bộ qua cầu.",
            "Về cây cầu",
            "Cây cầu dài 1.210 mét và đứng trên hai tòa tháp nhìn thấy từ ngọn hải đăng.",
            "Cầu có bốn làn xe, hai đường ray và một lối cho người thích đi bộ.",
            "Về chi phí",
            "Thành phố trả một phần ba, nhà nước trả phần còn lại.",
            "Mỗi năm vào tháng Năm cầu đóng một ngày để đếm hải cẩu.",
        ),
    ),
    "ข่าวไทย": (
        "th",
        "สะพานที่เปลี่ยนเมือง",
        (
            "สะพานแซนด์วิกเปิดใช้ตั้งแต่วันพุธ และคนทั้งเมืองเดินข้ามไปด้วยกัน",
            "เกี่ยวกับสะพาน",
            "สะพานยาว 1,210 เมตร ตั้งอยู่บนหอสองหอที่มองเห็นได้จากประภาคาร",
            "บนสะพานมีสี่ช่องทาง รางสองราง และทางเดินสำหรับคนที่ชอบเดิน",
            "ค่าใช้จ่าย",
            "เมืองจ่ายหนึ่งในสาม รัฐจ่ายส่วนที่เหลือ",
            "ทุกเดือนพฤษภาคมสะพานจะปิดหนึ่งวันเพื่อให้นับแมวน้ำได้",
            "ชาวประมงบอกว่าไม่มีใครถามแมวน้ำ",
        ),
    ),
    "عن الجسر": (
        "ar",
        "الجسر الذي يغيّر المدينة",
        (
            "افتُتح جسر ساندفيك يوم الأربعاء، وعبرته المدينة كلها سيرًا على الأقدام.",
            "عن الجسر",
            "يبلغ طول الجسر 1210 أمتار ويقوم على برجين يُريان من المنارة.",
            "فيه أربعة مسارات وسكتان وممر لمن يفضّل المشي.",
            "عن الكلفة",
            "دفعت المدينة الثلث ودفعت الدولة ما بقي.",
            "ويُغلق الجسر يومًا في كل مايو كي تُعدّ الفقمات.",
        ),
    ),
    "다리 이야기": (
        "ko",
        "도시를 바꾸는 다리",
        (
            "산드비크 다리가 수요일에 열려 온 시민이 걸어서 건넜다.",
            "다리 소개",
            "다리는 길이가 1210미터이고 등대에서 보이는 두 탑 위에 서 있다.",
            "네 차로와 두 철길, 걷기를 좋아하는 이들의 길이 있다.",
            "비용",
            "시가 3분의 1을 냈고 나머지는 나라가 냈다.",
            "해마다 5월에는 물범을 세기 위해 하루 닫는다.",
        ),
    ),
    "橋について": (
        "ja",
        "町を変える橋",
        (
            "サンドビクの橋が水曜日に開通し、町じゅうの人が歩いて渡りました。",
            "橋について",
            "橋の長さは1210メートルで、灯台から見える二つの塔の上に立っています。",
            "四つの車線と二本の線路、歩く人のための道があります。",
            "費用について",
            "費用の三分の一は町が、残りは国が払いました。",
            "毎年五月には、アザラシを数えるために一日閉じます。",
        ),
    ),
    "【】の見出し": (
        "ja",
        "船のまかないスープの作り方",
        (
            "1962年から船の献立にあるスープの作り方を、退職する料理長が教えてくれました。",
            "【材料】",
            "豆200グラム、水1リットル、玉ねぎ二個、塩少々。",
            "【作り方】",
            "豆を一晩水につけ、水を捨てます。",
            "玉ねぎと一時間煮て、塩は最後に入れます。",
            "【料理長のひとこと】",
            "急いで煮た豆は、急いで食べた豆と同じで、あとで困ります。",
        ),
    ),
    "关于大桥": (
        "zh-Hans",
        "改变城市的大桥",
        (
            "桑维克大桥周三通车，全城的人都步行过了桥。",
            "关于大桥",
            "大桥长1210米，立在两座从灯塔上就能看见的塔上。",
            "桥上有四条车道、两条铁轨，还有一条给爱走路的人的小路。",
            "关于费用",
            "市里付了三分之一，其余由国家支付。",
            "每年五月大桥关闭一天，好让人数海豹。",
        ),
    ),
    "【】小标题": (
        "zh-Hans",
        "船上豆汤的做法",
        (
            "这道汤从1962年起就在船上的菜单里，厨师退休前把做法告诉了我们。",
            "【材料】",
            "豆子200克，水1升，洋葱两个，盐少许。",
            "【做法】",
            "豆子泡一夜，把水倒掉。",
            "和洋葱一起煮一个小时，盐最后才放。",
            "【厨师的话】",
            "急着煮的豆子，和急着吃的豆子一样，过后都会让人后悔。",
        ),
    ),
    "來源與聯絡": (
        "zh-Hant",
        "城裡的泉水",
        (
            "城裡的泉水自1911年以來第一次乾了，沒有人知道為什麼。",
            "來源：這口泉的名字就叫來源，老人說它是海的女兒。",
            "聯絡地下水的那條暗河，地質學家量了二十年也沒找到。",
            "關於泉水",
            "泉水每分鐘流出四十公升，冬天比夏天暖。",
            "市府打算等到春天，再決定要不要鑿井。",
        ),
    ),
    "an interview in Chinese": (
        "zh-Hans",
        "海上四十年：与船长对话",
        (
            "最后一班渡轮的船长谈雾、谈乘客，也谈那座让一切结束的桥。",
            "问：您渡过江多少次？",
            "答：2011年数到九万次，就不数了。",
            "问：有没有靠错过码头？",
            "答：有一次，码头被人挪走了。",
            "问：以后做什么？",
            "答：去桥上走一走，看看有什么了不起。",
        ),
    ),
    "an interview in German": (
        "de",
        "Vierzig Jahre auf dem Wasser",
        (
            "Der Kapitän der letzten Fähre spricht über Nebel, über Fahrgäste und über die Brücke.",
            "Frage: Wie oft haben Sie den Fjord überquert?",
            "Antwort: Bei 90.000 habe ich aufgehört zu zählen, das war 2011.",
            "Frage: Und haben Sie je den Kai verfehlt?",
            "Antwort: Einmal. Man hatte ihn verlegt.",
        ),
    ),
    "a tail word as the last sentence": (
        "en",
        "The last word",
        (
            "The editor of the Sandvik Gazette retired on Wednesday and left his desk as it was.",
            "On it lay a page with a single line, and the paper printed it without a change.",
            "“About me there is nothing to say, and for further information, please ask the sea.”",
        ),
    ),
    "a heading at the very end": (
        "en",
        "A text that was cut off",
        (
            "The editor of the Sandvik Gazette retired on Wednesday and left his desk as it was.",
            "His successor is a woman from Bergen who has never missed a deadline.",
            "About the paper",
        ),
    ),
    "a poem after stars": (
        "en",
        "The poem on the ferry’s wall",
        (
            "The poem on the wall of the last ferry was written by a stoker in 1931 and never signed.",
            "It was found when the paint came off, and the town has voted to keep it.",
            "* * *",
            "The coal is black, the sea is wide",
            "the furnace has a mouth inside",
            "and I have fed it since the tide",
            "and no one knows my name",
        ),
    ),
    "a letter": (
        "en",
        "A letter to the captain",
        (
            "Dear Captain, I crossed with you every morning for thirty years and never said good day.",
            "I am sorry for it now, since the bridge has no captain to say it to.",
            "If you ever cross on foot, ring at the red house; I shall make coffee.",
            "Yours sincerely",
            "Marit Solheim",
            "1 Quay Road, Sandvik",
        ),
    ),
    "choices by letters": (
        "en",
        "The ferry quiz",
        (
            "How did the captain find the quay in the fog of 1974? The museum has asked its visitors.",
            "(a) By the smell of the bakery",
            "(b) By the bell of the church",
            "(c) By running into it",
        ),
    ),
    "a list of chapters in a report": (
        "en",
        "What the harbour report says about disclaimers",
        (
            "The report on the harbour has 400 pages, and its authors have read them all aloud to the council.",
            "Contact with the ministry",
            "The ministry was asked eleven times for its opinion and answered once, with a drawing of a duck.",
            "Legal notice",
            "The council found a legal notice from 1890 that nobody had taken down, and left it there.",
            "Copyright",
            "Who owns the drawing of the duck is not settled, and the report advises against asking.",
        ),
    ),
    "results and their source": (
        "en",
        "How Sandvik voted",
        (
            "Sandvik has voted on its bridge, and the count took until the morning because of the owls.",
            "For: 4,120",
            "Against: 3,988",
            "For the ferry: 612",
            "The mayor spoke of a clear result, and the captain asked him to define clear.",
        ),
    ),
    "a phrase that a feed uses": (
        "en",
        "A post office under water",
        (
            "Divers have found the post office that sank in the flood of 1911, with its letters dry.",
            "The letters will be delivered, the mail service said, to whoever answers.",
            "The post that the divers carried up appeared first on the harbour wall, where it lay in the sun.",
        ),
    ),
    "owners and their boats": (
        "en",
        "Court frees the boats",
        (
            "A court has freed the eleven boats that the harbour held since the storm.",
            "They had been chained to the quay, and two had sunk there.",
            "The boats remain the property of their respective owners, the court said, and so does the mud in them.",
        ),
    ),
    "labels as sentences": (
        "en",
        "What the forecast says",
        (
            "The weather service of Sandvik warns of fog in the fjord from Thursday to Sunday.",
            "Note: The night boat sails all the same, since its captain has never seen the fjord anyway.",
            "Warning: On Friday the bridge is closed to lorries, buses and brass bands.",
            "Tip: Take the tunnel, which has no weather.",
            "By Monday the fog will have gone where fog goes, the service says.",
        ),
    ),
}


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("separator", ["\n", "\n\n"], ids=["LF", "LFLF"])
def test_a_story_loses_no_sentence(name: str, separator: str) -> None:
    """Whatever a story's words look like, each of its paragraphs stays with it."""
    tag, headline, paragraphs = STORIES[name]
    wire = read(tag, [headline, *paragraphs], separator)
    assert wire.error is None
    assert wire.first("headline") == headline
    kept = " ".join(part.content for part in wire.parts if part.role in STORY_ROLES)
    assert [one for one in paragraphs if one not in kept] == []


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("opening", ["OSLO, Nov. 4, 2026 (Reuters) - ", "OSLO, Nov. 4, 2026 – "], ids=["wire", "bare"])
def test_a_dateline_makes_no_release_of_a_story(name: str, opening: str) -> None:
    tag, headline, paragraphs = STORIES[name]
    wire = read(tag, [headline, opening + paragraphs[0], *paragraphs[1:]])
    kept = " ".join(part.content for part in wire.parts if part.role in STORY_ROLES)
    assert [one for one in paragraphs if one not in kept] == []


@pytest.mark.parametrize("name", STORIES)
def test_a_story_before_a_wires_own_words(name: str) -> None:
    """The same stories where a disclaimer, a sector line and the wire's own words follow."""
    tag, headline, paragraphs = STORIES[name]
    wire = read(tag, [headline, *paragraphs, DISCLAIMER, "Sectors: Transport, Daily News", BOILERPLATE])
    kept = " ".join(part.content for part in wire.parts if part.role in STORY_ROLES)
    assert [one for one in paragraphs if one not in kept] == []
    assert [wire.first(role) for role in ("disclaimer", "boilerplate")] == [DISCLAIMER, BOILERPLATE]  # type: ignore[arg-type]


DATELINE = "OSLO, Nov. 4, 2026 /PRNewswire/ -- "
LEAD = "Sandvik Ferries said on Wednesday that a boat would cross the fjord at two in the morning."
SECOND = "The boat carries 40 cars and 200 passengers, and the crossing takes 25 minutes on a calm night."
THIRD = "Tickets cost as much as by day, and the first boat leaves on the first of December, the company said."
TITLE = "Sandvik Ferries Adds a Night Boat"

# Paragraphs with the roles that are expected of them; a dateline stands before its paragraph's role.
HEADS: dict[str, tuple[tuple[str, str], ...]] = {
    "a deck": (
        ("headline", TITLE),
        ("standfirst", "It crosses the fjord at two in the morning"),
        ("body", DATELINE + LEAD),
    ),
    "a deck in dashes": (
        ("headline", TITLE),
        ("standfirst", "- The boat crosses the fjord at two in the morning -"),
        ("body", DATELINE + LEAD),
    ),
    "two decks": (
        ("headline", TITLE),
        ("standfirst", "It crosses the fjord at two in the morning"),
        ("body", "Tickets cost as much as by day"),
        ("body", DATELINE + LEAD),
    ),
    "a headline twice": (("headline", TITLE), ("repeat", TITLE), ("body", DATELINE + LEAD)),
    "a deck that is a sentence": (
        ("headline", TITLE),
        ("body", "It crosses the fjord at two in the morning."),
        ("body", DATELINE + LEAD),
    ),
    "a lead that has no dateline": (("headline", TITLE), ("body", LEAD)),
    "a deck without a dateline": (
        ("headline", TITLE),
        ("standfirst", "It crosses the fjord at two in the morning"),
        ("body", LEAD),
    ),
    "a standfirst after a marker": (
        ("headline", TITLE),
        ("standfirst", "(SeaPRwire) – It crosses the fjord at two in the morning"),
        ("body", LEAD),
    ),
    "a lead after another wire's marker": (("headline", TITLE), ("body", "(GLOBE NEWSWIRE) -- " + LEAD)),
    "a date on its own line": (("headline", TITLE), ("date", "November 4, 2026"), ("body", LEAD)),
    "a dateline on its own line": (
        ("headline", TITLE),
        ("marker", "OSLO, Nov. 4, 2026 /PRNewswire/ --"),
        ("body", LEAD),
    ),
    "a dateline twice": (("headline", TITLE), ("repeat", DATELINE + LEAD), ("body", DATELINE + LEAD)),
    "a dateline twice, the first in part": (
        ("headline", TITLE),
        ("repeat", DATELINE + LEAD),
        ("body", DATELINE + LEAD + " " + SECOND),
    ),
    "a dateline far down": (
        ("headline", TITLE),
        ("standfirst", "It crosses the fjord at two in the morning"),
        ("body", "Tickets cost as much as by day"),
        ("body", "The first boat leaves on the first of December"),
        ("body", DATELINE + LEAD),
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_heads(name: str) -> None:
    """What stands between the headline and the story, and what the story begins with."""
    expected = HEADS[name]
    wire = read("en", [*(paragraph for _, paragraph in expected), SECOND, THIRD])
    for (role, paragraph), parts in zip(expected, group_lines(wire), strict=False):
        assert "".join(part.text for part in parts).strip() == paragraph
        assert parts[-1].role == role
        assert all(part.role == "marker" for part in parts[:-1])
    assert wire.all("body")[-2:] == (SECOND, THIRD)


def group_lines(wire: WireText) -> list[list[Part]]:
    """The parts that share a line."""
    lines: dict[int, list[Part]] = {}
    for part in wire.parts:
        if part.role != "blank":
            lines.setdefault(part.line, []).append(part)
    return list(lines.values())


ABOUT = "Sandvik Ferries runs 14 boats on three fjords and has 310 employees."
TAILS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "a heading with a colon": ("en", (("about", "About Sandvik Ferries:"), ("about", ABOUT))),
    "a heading in capitals": ("en", (("about", "ABOUT SANDVIK FERRIES"), ("about", ABOUT))),
    "a heading that ends in Inc.": ("en", (("about", "About Sandvik Ferries, Inc."), ("about", ABOUT))),
    "a heading with a mark": ("en", (("about", "■ About Sandvik Ferries"), ("about", ABOUT))),
    "a heading between rules": ("en", (("about", "--- About Sandvik Ferries ---"), ("about", ABOUT))),
    "run-in with a colon": ("en", (("about", f"About Sandvik Ferries: {ABOUT}"),)),
    "run-in with a dash": ("en", (("about", f"About Sandvik Ferries – {ABOUT}"),)),
    "run-in, the name twice": ("en", (("about", f"About Sandvik Ferries {ABOUT}"),)),
    "glued, the name twice": ("en", (("about", f"About Sandvik Ferries{ABOUT}"),)),
    "glued after Inc.": ("en", (("about", f"About Sandvik Ferries, Inc.{ABOUT}"),)),
    "run-in in German": (
        "de",
        (("about", "Über Sandvik Fähren: Sandvik Fähren betreibt 14 Schiffe auf drei Flüssen."),),
    ),
    "run-in in French": ("fr", (("about", "À propos de Sandvik : Sandvik exploite 14 bateaux sur trois fleuves."),)),
    "run-in in Spanish": ("es", (("about", "Acerca de Sandvik: Sandvik opera 14 barcos en tres ríos."),)),
    "run-in in Portuguese": ("pt", (("about", "Sobre a Sandvik: A Sandvik opera 14 barcos em três rios."),)),
    "run-in in Indonesian": ("id", (("about", "Tentang Sandvik: Sandvik mengoperasikan 14 kapal di tiga sungai."),)),
    "run-in in Vietnamese": ("vi", (("about", "Về Sandvik: Sandvik vận hành 14 con phà trên ba dòng sông."),)),
    "run-in in Chinese": ("zh-Hans", (("about", "关于桑维克轮渡：桑维克轮渡在三条江上经营14艘船。"),)),
    "in brackets in Japanese": (
        "ja",
        (("about", "【サンドビク汽船について】"), ("about", "サンドビク汽船は三つの海峡で14隻を運航しています。")),
    ),
    "a company profile in Japanese": (
        "ja",
        (("about", "■会社概要"), ("about", "社名：サンドビク汽船株式会社"), ("about", "設立：1911年")),
    ),
    "two companies": (
        "en",
        (
            ("about", "About Sandvik Ferries"),
            ("about", ABOUT),
            ("about", "About Fjordby Docks"),
            ("about", "Fjordby Docks builds boats and repairs them, too."),
        ),
    ),
    "contacts in one line": (
        "en",
        (("contact", "Media Contact: Marit Solheim, +47 555 01 234, press@sandvik.example"),),
    ),
    "a call to contact": (
        "en",
        (("contact", "For more information, please contact Marit Solheim at press@sandvik.example."),),
    ),
    "two contacts": (
        "en",
        (
            ("contact", "Media Contact:"),
            ("contact", "Marit Solheim"),
            ("contact", "press@sandvik.example"),
            ("contact", "Investor Contact:"),
            ("contact", "Ole Berg"),
            ("contact", "Tel: +47 555 01 235"),
        ),
    ),
    "a source in capitals": ("en", (("source", "SOURCE Sandvik Ferries"),)),
    "a glued source": ("en", (("source", "Source: Sandvik FerriesFjordby Docks, LtdHolmen Rope"),)),
    "safe harbour": (
        "en",
        (
            ("legal", "Safe Harbor Statement"),
            ("legal", "This release contains forward-looking statements, which are no promises."),
            ("legal", "The company undertakes no obligation to update them."),
        ),
    ),
    "the issuer alone": ("en", (("legal", "The issuer is solely responsible for the content of this announcement."),)),
    "a hashtag before the issuer": (
        "en",
        (
            ("tail", "Hashtag: #Sandvik"),
            ("legal", "The issuer is solely responsible for the content of this announcement."),
        ),
    ),
    "hashtags": ("en", (("tail", "#Sandvik #ferries #night"),)),
    "an end mark": ("en", (("tail", "###"),)),
    "an end mark in words": ("en", (("tail", "-END-"),)),
    "keywords": ("en", (("tail", "Keywords: ferries, night, fjord"),)),
    "keywords in German": ("de", (("tail", "Schlagwörter: Fähren, Nacht, Fjord"),)),
    "a link": (
        "en",
        (("tail", "View source version on businesswire.com: https://www.businesswire.com/news/home/1/en/"),),
    ),
    "a picture": ("en", (("tail", "Photo - https://mma.prnewswire.com/media/1/night.jpg"),)),
    "a copyright": ("en", (("copyright", "Copyright 2026 JCN Newswire . All rights reserved."),)),
}


@pytest.mark.parametrize("name", TAILS)
def test_tails(name: str) -> None:
    """Blocks as wires print them: run in, glued, in one line, in brackets."""
    tag, expected = TAILS[name]
    release = RELEASES[tag]
    wire = read(tag, [release.headline, *release.story, *(paragraph for _, paragraph in expected)])
    assert name_roles(wire)[len(release.story) + 1 :] == list(expected)
    assert len(wire.all("body")) == len(release.story)


GLUED = {
    "a hashtag line with the issuer": (
        "Hashtag: #Sandvik The issuer is solely responsible for the content of this announcement.",
        ["tail", "legal"],
    ),
    "the story's last words with the issuer": (
        f"{THIRD}The issuer is solely responsible for the content of this announcement.",
        ["body", "legal"],
    ),
    "the story's last words, a hashtag, the issuer": (
        f"{THIRD}Hashtag: #Sandvik The issuer is solely responsible for the content of this announcement.",
        ["body", "tail", "legal"],
    ),
}


@pytest.mark.parametrize("name", GLUED)
def test_notices_glued_to_a_line(name: str) -> None:
    """A notice that a wire glued to another line is cut off, and not a character is lost."""
    line, roles = GLUED[name]
    text = "\n\n".join([TITLE, DATELINE + LEAD, SECOND, line])
    wire = read_wire(text.encode(), "x.en.txt")
    parts = [part for part in wire.parts if part.line == 7 and part.role != "blank"]
    assert [part.role for part in parts] == roles
    assert "".join(part.text for part in parts).strip() == line
    assert wire.rebuild() == text.encode()


@pytest.mark.parametrize("glued", [f"{THIRD} {DISCLAIMER}", f"{DISCLAIMER} {BOILERPLATE}"], ids=["after", "before"])
def test_a_disclaimer_glued(glued: str) -> None:
    """To the story before it, or to the wire's own words after it: the story keeps what is its own."""
    wire = read("en", [TITLE, "(Bentang Newswire) – " + LEAD, SECOND, glued])
    disclaimer = wire.first("disclaimer") or ""
    assert disclaimer.endswith(DISCLAIMER[-60:] if THIRD in glued else BOILERPLATE)
    assert any(one.startswith(THIRD) for one in wire.all("body")) is (THIRD in glued)
    assert wire.agency == "Bentang Newswire"


def name_kinds(wire: WireText) -> list[str]:
    return [part.kind for part in wire.parts if part.role == "body"]


KINDS = {
    "a subhead between paragraphs": ([LEAD, "Why at night", SECOND, THIRD], ["", "subhead", "", ""]),
    "a subhead before a list": (
        [LEAD, "What it offers", "• Forty cars", "• Soup", THIRD],
        ["", "subhead", "item", "item", ""],
    ),
    "items with bullets": ([LEAD, "• Forty cars", "• Soup", THIRD], ["", "item", "item", ""]),
    "items with two dashes": ([LEAD, "-- Forty cars", "-- Soup", THIRD], ["", "item", "item", ""]),
    "items with stars": ([LEAD, "* Forty cars", "* Soup", THIRD], ["", "item", "item", ""]),
    "items with numbers": ([LEAD, "1. Forty cars", "2. Soup", THIRD], ["", "item", "item", ""]),
    "rows with bars": ([LEAD, "Boat | Cars", "Night | 40", "Day | 60", THIRD], ["", "row", "row", "row", ""]),
    "rows with tabs": ([LEAD, "Boat\tCars", "Night\t40", THIRD], ["", "row", "row", ""]),
    "items with long dashes": ([LEAD, "——Forty cars", "——Soup", THIRD], ["", "item", "item", ""]),
    "labels with values": (
        [LEAD, SECOND, "The boat in figures", "Cars: 40", "Crew: 6", THIRD],
        ["", "", "subhead", "row", "row", ""],
    ),
    "a label alone": ([LEAD, "Read also: The last ferry", THIRD], ["", "", ""]),
    "a colon in a word": ([LEAD, SECOND, "What VR:n says", THIRD], ["", "", "subhead", ""]),
    "a marked heading": (
        [LEAD, "◇ What it offers", "- Forty cars", "- Soup", THIRD],
        ["", "subhead", "item", "item", ""],
    ),
    "marked items": ([LEAD, "◇ Forty cars", "◇ Soup", THIRD], ["", "item", "item", ""]),
    "a dash in a sentence": ([LEAD, "- and so on, said the captain.", THIRD], ["", "", ""]),
    "a short sentence": ([LEAD, "It is late.", THIRD], ["", "", ""]),
    "a quote": ([LEAD, "“Why at night?”", THIRD], ["", "", ""]),
    "a number that begins a sentence": ([LEAD, "40. That is how many cars it takes.", THIRD], ["", "", ""]),
}


@pytest.mark.parametrize("name", KINDS)
def test_kinds(name: str) -> None:
    paragraphs, kinds = KINDS[name]
    wire = read("en", [TITLE, DATELINE + LEAD, *paragraphs])
    assert wire.all("body")[1:] == tuple(paragraphs)
    assert name_kinds(wire)[1:] == kinds


WRAPPED = """\
Sandvik Ferries Adds a Night Boat

OSLO, Nov. 4, 2026 /PRNewswire/ -- Sandvik Ferries said on Wednesday
that a boat would cross the fjord at two in the morning, when nobody
has crossed it since the herring boats stopped sailing in 1968. The
company has asked for a permit until 2030.

The boat carries 40 cars and 200 passengers, and the crossing takes
25 minutes on a calm night, or an hour when the wind comes from the
north, as it does on most nights between October and the end of the
winter.

Tickets cost as much as by day. The first boat leaves on the first
of December, the company said.

About Sandvik Ferries

Sandvik Ferries runs 14 boats on three fjords and has 310 employees,
most of whom can swim.
"""


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    """As mail and teleprinters break them; the text rebuilds all the same."""
    wire = read_wire(WRAPPED.encode(), "x.en.txt")
    assert wire.rebuild() == WRAPPED.encode()
    assert [part.text.count("\n") for part in wire.parts if part.role == "body"] == [4, 4, 2]
    assert [part.text.count("\n") for part in wire.parts if part.role == "about"] == [1, 2]


@pytest.mark.parametrize("name", ["a poem", "a recipe", "a table of results", "a list and then a sentence"])
def test_short_lines_are_not_joined(name: str) -> None:
    """Lines that had room for the next word were meant to end."""
    tag, headline, paragraphs = STORIES[name]
    wire = read(tag, [headline, *paragraphs], "\n")
    assert wire.all("standfirst") + wire.all("body") == paragraphs


def test_roles_keep_the_texts_order() -> None:
    """Parts stand in the order of the text and rebuild it, wherever a line was cut."""
    data = make_text(marker=DATELINE, standfirst=LEAD).encode()
    wire = read_wire(data, "x.en.txt")
    assert wire.rebuild() == data
    lines = [part.line for part in wire.parts]
    assert lines == sorted(lines)
