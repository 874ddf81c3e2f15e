"""Datelines: place, day and agency before a text's first words, in every language; and openings that are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from conftest import TAGS
from kawat.languages import load_known, make_stranger
from kawat.wire.agencies import Example, load_agencies
from kawat.wire.datelines import Dateline, load_datelines
from kawat.wire.reader import read_wire

KNOWN, AGENCIES = load_known(), load_agencies()
HINDI = "hi"


@dataclass(frozen=True)
class Local:
    """What a language puts into a dateline, and what may come after one."""

    place: str
    date: str
    """4 November 2026."""
    short: str
    """The same without its year."""
    sentence: str


LOCALS = {
    "en": Local("OSLO", "Nov. 4, 2026", "Nov 4", "The ferry company said on Wednesday that it would add a night boat."),
    "de": Local("HAMBURG", "4. November 2026", "4. Nov.", "Die Reederei hat am Mittwoch eine neue Fähre bestellt."),
    "fr": Local("LYON", "4 novembre 2026", "4 nov", "La compagnie a annoncé mercredi l’achat d’un nouveau bac."),
    "es": Local("BOGOTÁ", "4 de noviembre de 2026", "4 nov", "La naviera anunció este miércoles un barco nocturno."),
    "pt": Local("LISBOA", "4 de novembro de 2026", "4 nov", "A empresa anunciou esta quarta-feira um novo barco."),
    "ru": Local("МОСКВА", "4 ноября 2026 г.", "4 ноября", "Компания сообщила в среду о покупке нового парома."),
    "id": Local("JAKARTA", "4 November 2026", "4 Nov", "Perusahaan kapal itu mengumumkan feri malam pada Rabu."),
    "ms": Local("IPOH", "4 November 2026", "4 Nov", "Syarikat kapal itu mengumumkan feri malam pada hari Rabu."),
    "vi": Local(
        "HUẾ", "ngày 4 tháng 11 năm 2026", "ngày 4 tháng 11", "Hãng tàu cho biết sẽ có thêm phà đêm từ thứ Tư."
    ),
    "th": Local("กรุงเทพฯ", "4 พฤศจิกายน 2569", "4 พ.ย.", "บริษัทเดินเรือประกาศเมื่อวันพุธว่าจะเพิ่มเรือข้ามฟากรอบดึก"),
    "ar": Local("القاهرة", "4 نوفمبر 2026", "4 نوفمبر", "أعلنت شركة الملاحة يوم الأربعاء تشغيل عبّارة ليلية جديدة."),
    "ko": Local("부산", "2026년 11월 4일", "11월 4일", "해운사는 수요일 야간 여객선을 늘린다고 밝혔다."),
    "ja": Local("東京", "2026年11月4日", "11月4日", "海運会社は水曜日、夜の便を増やすと発表しました。"),
    "zh-Hans": Local("上海", "2026年11月4日", "11月4日", "轮渡公司周三宣布增开夜班船。"),
    "zh-Hant": Local("香港", "2026年11月4日", "11月4日", "渡輪公司週三宣布加開夜班船。"),
    HINDI: Local("मुंबई", "4 नवंबर 2026", "4 नवंबर", "नौका कंपनी ने बुधवार को रात की सेवा शुरू करने की घोषणा की।"),
}
SHAPES = {
    "{place}, {date} /PRNewswire/ -- ": "PR Newswire",
    "{place}, {date} (GLOBE NEWSWIRE) -- ": "GlobeNewswire",
    "{place}, {date} - (JCN Newswire) - ": "JCN Newswire",
    "{place} – Media OutReach Newswire – {date} – ": "Media OutReach Newswire",
    "{place} / ACCESS Newswire / {date} / ": "ACCESS Newswire",
    "{place}--(Newsfile Corp. - {date}) - ": "Newsfile",
    "{place}--(BUSINESS WIRE)--": "Business Wire",
    "{place}--(BUSINESS WIRE)--{date}--": "Business Wire",
    "{place} (Reuters) - ": "Reuters",
    "{place} (Reuters) -": "Reuters",
    "{place}, {short} (AP) — ": "Associated Press",
    "{place}, {date} – ": None,
    "{place}, {short} — ": None,
    "({place}, {date}) – ": None,
    "{place}, {date} – (Lintas Kabar) – ": "Lintas Kabar",
    "(Bentang Newswire) – ": "Bentang Newswire",
    "(SeaPRwire) – \xa0 ": "SeaPRwire",
}
BLANKED = {
    "{place}, {date} – (Bentang Newswire) – ": "Bentang Newswire",
    "{place} / ACCESS Newswire / {date} / ": "ACCESS Newswire",
}
BLANKS = ("\xa0", "  ", "\u202f", "\u3000", "\xa0 ")
GLUED = {"{place},{date}–(Bentang Newswire)–": "Bentang Newswire", "{place}--(BUSINESS WIRE)--": "Business Wire"}

Case = tuple[str, str, str | None, str | None, str | None]
"""Tag, line, place, day (``2026-11-04``, or ``11-04`` without a year), and the agency as registered or printed."""


def make_cases() -> Iterator[Case]:
    """Each shape in each language, and some with other blanks or none."""
    blanked = {shape.replace(" ", blank): agency for shape, agency in BLANKED.items() for blank in BLANKS}
    for tag, local in LOCALS.items():
        for shape, agency in (SHAPES | blanked | GLUED).items():
            line = shape.format(place=local.place, date=local.date, short=local.short)
            day = "2026-11-04" if "{date}" in shape else "11-04" if "{short}" in shape else None
            yield tag, line, local.place if "{place}" in shape else None, day, agency


WRITTEN: tuple[Case, ...] = (
    # Days and hours, ordinals, short and long months.
    (
        "en",
        "PORTLAND, Ore., Wednesday, November 4, 2026 (GLOBE NEWSWIRE) -- ",
        "PORTLAND, Ore.",
        "2026-11-04",
        "GlobeNewswire",
    ),
    ("en", "LONDON, 4th November 2026 – (Bentang Newswire) – ", "LONDON", "2026-11-04", "Bentang Newswire"),
    ("en", "LONDON, November 4th, 2026 /PRNewswire/ -- ", "LONDON", "2026-11-04", "PR Newswire"),
    ("en", "DUBLIN, 1st of June 2026 - (Bentang Newswire) - ", "DUBLIN", "2026-06-01", "Bentang Newswire"),
    ("en", "BOSTON, MA / ACCESS Newswire / November 4, 2026 / ", "BOSTON, MA", "2026-11-04", "ACCESS Newswire"),
    ("en", "SPOKANE, Wash.--(BUSINESS WIRE)--", "SPOKANE, Wash.", None, "Business Wire"),
    ("en", "SPOKANE, Wash. --( BUSINESS WIRE )-- ", "SPOKANE, Wash.", None, "Business Wire"),
    ("en", "LONDON & PARIS--(BUSINESS WIRE)--Nov. 4, 2026--", "LONDON & PARIS", "2026-11-04", "Business Wire"),
    (
        "en",
        "Vancouver, British Columbia--(Newsfile Corp. - November 4, 2026) - ",
        "Vancouver, British Columbia",
        "2026-11-04",
        "Newsfile",
    ),
    ("en", "TOKYO and NAGOYA, Nov 4, 2026 - (JCN Newswire) - ", "TOKYO and NAGOYA", "2026-11-04", "JCN Newswire"),
    ("en", "SINGAPORE, Nov 4, 2026 - (ACN Newswire via SeaPRwire.com) - ", "SINGAPORE", "2026-11-04", "ACN Newswire"),
    ("en", "HOUSTON, Nov. 04,\xa02026 (GLOBE NEWSWIRE) -- ", "HOUSTON", "2026-11-04", "GlobeNewswire"),
    ("en", "NEW YORK, Nov. 4, 2026 /PRNewswire/ - ", "NEW YORK", "2026-11-04", "PR Newswire"),
    ("en", "NEW YORK, Nov. 4, 2026 /PRNewswire/ — ", "NEW YORK", "2026-11-04", "PR Newswire"),
    ("en", "NEW YORK, Nov. 4, 2026 /PRNewswire/--", "NEW YORK", "2026-11-04", "PR Newswire"),
    (
        "en",
        "HONG KONG SAR – Media OutReach Newswire – 4 November 2026 – ",
        "HONG KONG SAR",
        "2026-11-04",
        "Media OutReach Newswire",
    ),
    ("en", "SCOTTSDALE, Ariz. (AP) — ", "SCOTTSDALE, Ariz.", None, "Associated Press"),
    ("en", "New York (Dow Jones)--", "New York", None, "Dow Jones Newswires"),
    ("en", "Nov 11 (Reuters) - ", None, "11-11", "Reuters"),
    ("en", "WASHINGTON/BEIJING, Nov 4 (Reuters) - ", "WASHINGTON/BEIJING", "11-04", "Reuters"),
    ("en", "BEIJING (Reuters) -", "BEIJING", None, "Reuters"),
    ("en", "KUALA LUMPUR, Nov 4 (Bernama) -- ", "KUALA LUMPUR", "11-04", "Bernama"),
    ("en", "SEOUL, Nov. 4 (Yonhap) -- ", "SEOUL", "11-04", "Yonhap News Agency"),
    ("en", "MUMBAI: ", "MUMBAI", None, None),
    ("en", "NAIROBI, Kenya — ", "NAIROBI, Kenya", None, None),
    ("en", "FERNIE, B.C. — ", "FERNIE, B.C.", None, None),
    ("en", "4 November 2026 – ", None, "2026-11-04", None),
    ("en", "(Nov. 4, 2026) – ", None, "2026-11-04", None),
    ("en", "St. Gallen, 4 November 2026 – ", "St. Gallen", "2026-11-04", None),
    ("en", "Zurich, Switzerland, 4 November 2026 - ", "Zurich, Switzerland", "2026-11-04", None),
    # German
    ("de", "München, 27. Oktober 2017 - ", "München", "2017-10-27", None),
    ("de", "Wien, am 4. November 2026 – (Bentang Newswire) – ", "Wien", "2026-11-04", "Bentang Newswire"),
    ("de", "Berlin (dpa) - ", "Berlin", None, "dpa"),
    ("de", "Frankfurt/Main (dpa) - ", "Frankfurt/Main", None, "dpa"),
    ("de", "Hamburg (ots) - ", "Hamburg", None, "news aktuell"),
    ("de", "FRANKFURT (dpa-AFX) - ", "FRANKFURT", None, "dpa-AFX"),
    ("de", "BERLIN, 1. März 2026 /PRNewswire/ -- ", "BERLIN", "2026-03-01", "PR Newswire"),
    ("de", "BERLIN, 01.03.2026 – (Bentang Newswire) – ", "BERLIN", "2026-03-01", "Bentang Newswire"),
    ("de", "Graz, 5. Jänner 2026 – ", "Graz", "2026-01-05", None),
    ("de", "Berlin. ", "Berlin", None, None),
    # French
    ("fr", "PARIS, le 4 novembre 2026 /PRNewswire/ -- ", "PARIS", "2026-11-04", "PR Newswire"),
    ("fr", "PARIS, 1er décembre 2026 /PRNewswire/ -- ", "PARIS", "2026-12-01", "PR Newswire"),
    ("fr", "LYON, France, 04 nov. 2026 (GLOBE NEWSWIRE) -- ", "LYON, France", "2026-11-04", "GlobeNewswire"),
    ("fr", "MONTRÉAL, le 4 févr. 2026 /CNW/ - ", "MONTRÉAL", "2026-02-04", "CNW"),
    ("fr", "Paris (AFP) - ", "Paris", None, "AFP"),
    ("fr", "Genève, le mercredi 4 novembre 2026 – ", "Genève", "2026-11-04", None),
    # Spanish, Portuguese
    ("es", "Madrid, 4 nov (EFE).- ", "Madrid", "11-04", "EFE"),
    ("es", "Bogotá, 4 nov (EFE).-", "Bogotá", "11-04", "EFE"),
    ("es", "CIUDAD DE MÉXICO (AP) — ", "CIUDAD DE MÉXICO", None, "Associated Press"),
    ("es", "MADRID, 4 de noviembre de 2026 /PRNewswire/ -- ", "MADRID", "2026-11-04", "PR Newswire"),
    ("es", "LIMA, 4 de noviembre del 2026 /PRNewswire/ -- ", "LIMA", "2026-11-04", "PR Newswire"),
    ("es", "MADRID, miércoles, 4 de noviembre de 2026 – ", "MADRID", "2026-11-04", None),
    (
        "pt",
        "Belo Horizonte, 5 de novembro de 2026 – (Bentang Newswire) – ",
        "Belo Horizonte",
        "2026-11-05",
        "Bentang Newswire",
    ),
    ("pt", "SÃO PAULO, 4 Nov (Reuters) - ", "SÃO PAULO", "11-04", "Reuters"),
    ("pt", "Lisboa, 04 nov 2026 (Lusa) - ", "Lisboa", "2026-11-04", "Lusa"),
    ("pt", "PORTO, 1º de março de 2026 – (Bentang Newswire) – ", "PORTO", "2026-03-01", "Bentang Newswire"),
    # Russian
    ("ru", "МОСКВА, 4 ноября. /ТАСС/. ", "МОСКВА", "11-04", "TASS"),
    ("ru", "МОСКВА, 4 ноя — РИА Новости. ", "МОСКВА", "11-04", "RIA Novosti"),
    ("ru", "Москва. 4 ноября. INTERFAX.RU - ", "Москва", "11-04", "Interfax"),
    (
        "ru",
        "АЛМА-АТА, Казахстан, 4 ноября 2026 г. /PRNewswire/ -- ",
        "АЛМА-АТА, Казахстан",
        "2026-11-04",
        "PR Newswire",
    ),
    ("ru", "Казань, 4 ноября 2026 года – (Bentang Newswire) – ", "Казань", "2026-11-04", "Bentang Newswire"),
    ("ru", "МОСКВА, 04.11.2026 – (Bentang Newswire) – ", "МОСКВА", "2026-11-04", "Bentang Newswire"),
    ("ru", "ПЕКИН, 4 ноября /Синьхуа/ -- ", "ПЕКИН", "11-04", "Xinhua"),
    # Indonesian, Malay
    ("id", "Jakarta (ANTARA) - ", "Jakarta", None, "ANTARA"),
    ("id", "JAKARTA, KOMPAS.com - ", "JAKARTA", None, "Kompas.com"),
    ("id", "TEMPO.CO, Jakarta - ", "Jakarta", None, "Tempo.co"),
    ("id", "Liputan6.com, Jakarta ", "Jakarta", None, "Liputan6.com"),
    ("id", "Bisnis.com, JAKARTA — ", "JAKARTA", None, "Bisnis.com"),
    ("id", "Jakarta, CNN Indonesia -- ", "Jakarta", None, "CNN Indonesia"),
    ("id", "JAKARTA, 17 Agustus 2026 – (Bentang Newswire) – ", "JAKARTA", "2026-08-17", "Bentang Newswire"),
    ("id", "JAKARTA, Rabu, 4 November 2026 – (Bentang Newswire) – ", "JAKARTA", "2026-11-04", "Bentang Newswire"),
    ("ms", "KUALA LUMPUR: ", "KUALA LUMPUR", None, None),
    ("ms", "KUALA LUMPUR 12 Okt. - ", "KUALA LUMPUR", "10-12", None),
    ("ms", "KUALA LUMPUR 3 Julai – ", "KUALA LUMPUR", "07-03", None),
    ("ms", "KUALA TERENGGANU, 4 Nov (Bernama) -- ", "KUALA TERENGGANU", "11-04", "Bernama"),
    ("ms", "KUCHING, Malaysia, 31 Ogos 2026 /PRNewswire/ -- ", "KUCHING, Malaysia", "2026-08-31", "PR Newswire"),
    # Vietnamese
    ("vi", "(TBTCO) - ", None, None, "TBTCO"),
    ("vi", "Hà Nội (TTXVN) - ", "Hà Nội", None, "Vietnam News Agency"),
    ("vi", "TTO - ", None, None, "Tuổi Trẻ"),
    ("vi", "HÀ NỘI, 4/11/2026 – (Bentang Newswire) – ", "HÀ NỘI", "2026-11-04", "Bentang Newswire"),
    (
        "vi",
        "ĐÀ NẴNG, VIỆT NAM - Media OutReach Newswire - Ngày 4 tháng 11 năm 2026 - ",
        "ĐÀ NẴNG, VIỆT NAM",
        "2026-11-04",
        "Media OutReach Newswire",
    ),
    ("vi", "TP.HCM, ngày 4/11/2026 – (Bentang Newswire) – ", "TP.HCM", "2026-11-04", "Bentang Newswire"),
    # Thai: Buddhist years, Thai digits, short months.
    ("th", "กรุงเทพฯ, 4 พฤศจิกายน 2569 – ", "กรุงเทพฯ", "2026-11-04", None),
    ("th", "กรุงเทพฯ, ๔ พฤศจิกายน ๒๕๖๙ – (Bentang Newswire) – ", "กรุงเทพฯ", "2026-11-04", "Bentang Newswire"),
    ("th", "กรุงเทพฯ--16 ธ.ค.--", "กรุงเทพฯ", "12-16", None),
    ("th", "กรุงเทพฯ, 4 พ.ย. 69 – (Bentang Newswire) – ", "กรุงเทพฯ", "2026-11-04", "Bentang Newswire"),
    ("th", "เชียงใหม่, 4 พ.ย. 2569 /PRNewswire/ -- ", "เชียงใหม่", "2026-11-04", "PR Newswire"),
    ("th", "กรุงเทพฯ, 4 พฤศจิกายน พ.ศ. 2569 – (Bentang Newswire) – ", "กรุงเทพฯ", "2026-11-04", "Bentang Newswire"),
    # Arabic: Arabic digits, Arabic commas, Levantine months.
    ("ar", "القاهرة، ٥ نوفمبر ٢٠٢٦ – (Bentang Newswire) – ", "القاهرة", "2026-11-05", "Bentang Newswire"),
    (
        "ar",
        "دبي، الإمارات العربية المتحدة، 4 نوفمبر 2026 /PRNewswire/ -- ",
        "دبي، الإمارات العربية المتحدة",
        "2026-11-04",
        "PR Newswire",
    ),
    ("ar", "القاهرة (رويترز) - ", "القاهرة", None, "Reuters"),
    ("ar", "القاهرة الخليج: ", "القاهرة", None, "Al Khaleej"),
    ("ar", "دبي في 4 نوفمبر/ وام / ", "دبي", "11-04", "Emirates News Agency"),
    ("ar", "(CNN) -- ", None, None, "CNN"),
    ("ar", "بيروت، 4 تشرين الثاني 2026 – (Bentang Newswire) – ", "بيروت", "2026-11-04", "Bentang Newswire"),
    # Korean
    ("ko", "(서울=연합뉴스) 한가람 기자 = ", "서울", None, "Yonhap News Agency"),
    ("ko", "[서울=뉴시스] 한가람 기자 = ", "서울", None, "Newsis"),
    ("ko", "안양--(뉴스와이어)--", "안양", None, "Korea Newswire"),
    ("ko", "뉴욕--(Business Wire / 뉴스와이어)--", "뉴욕", None, "Business Wire"),
    ("ko", "도쿄, 2026년 11월 4일 – (Bentang Newswire) – ", "도쿄", "2026-11-04", "Bentang Newswire"),
    ("ko", "서울, 2026. 11. 4. – (Bentang Newswire) – ", "서울", "2026-11-04", "Bentang Newswire"),
    ("ko", "런던 2026년 11월 4일 /PRNewswire=연합뉴스/ -- ", "런던", "2026-11-04", "PR Newswire"),
    # Japanese: eras, full-width digits, brackets.
    ("ja", "東京、2026年11月4日 – （Bentang Newswire）– ", "東京", "2026-11-04", "Bentang Newswire"),
    ("ja", "東京、令和8年11月4日 – （Bentang Newswire）– ", "東京", "2026-11-04", "Bentang Newswire"),
    ("ja", "東京、２０２６年１１月４日 – （Bentang Newswire）– ", "東京", "2026-11-04", "Bentang Newswire"),
    ("ja", "東京、2023 年 7 月 28 日 – （Bentang Newswire）– ", "東京", "2023-07-28", "Bentang Newswire"),
    ("ja", "東京--(BUSINESS WIRE)--(ビジネスワイヤ) -- ", "東京", None, "Business Wire"),
    ("ja", "【北京共同】", "北京", None, "Kyodo News"),
    ("ja", "【ロンドン時事】", "ロンドン", None, "Jiji Press"),
    ("ja", "［東京\u3000４日\u3000ロイター］ - ", "東京", None, "Reuters"),
    ("ja", "(2017/12/1) ", None, "2017-12-01", None),
    # Chinese: wired on, reporters in brackets, no separator, Han figures, ROC years.
    ("zh-Hans", "新华社北京2月8日电（记者安娜）", "北京", "02-08", "Xinhua"),
    ("zh-Hans", "新华社北京2月8日电 题：", "北京", "02-08", "Xinhua"),
    ("zh-Hans", "中新社广州2月8日电 题：", "广州", "02-08", "China News Service"),
    ("zh-Hans", "中新网香港11月22日电", "香港", "11-22", "China News Service"),
    ("zh-Hans", "中新网泉州11月4日电 (记者 林小满)", "泉州", "11-04", "China News Service"),
    ("zh-Hans", "财联社2月12日讯（编辑 潇湘）", None, "02-12", "Cailian Press"),
    ("zh-Hans", "格隆汇2月13日｜", None, "02-13", "Gelonghui"),
    ("zh-Hans", "北京2026年11月4日电 /美通社/ -- ", "北京", "2026-11-04", "PR Newswire"),
    ("zh-Hans", "宁波2026年11月4日电/美通社/--", "宁波", "2026-11-04", "PR Newswire"),
    ("zh-Hans", "多伦多--(美国商业资讯)--", "多伦多", None, "Business Wire"),
    ("zh-Hans", "新华社北京二〇二六年十一月四日电 ", "北京", "2026-11-04", "Xinhua"),
    ("zh-Hans", "新华社北京十一月二十四日电（记者安娜）", "北京", "11-24", "Xinhua"),
    ("zh-Hans", "新华社北京１１月４日电 ", "北京", "11-04", "Xinhua"),
    ("zh-Hans", "上海，2026年11月4日 - （亚太商讯）- ", "上海", "2026-11-04", "ACN Newswire"),
    ("zh-Hant", "香港,2025年7月2日 - (亞太商訊) - ", "香港", "2025-07-02", "ACN Newswire"),
    ("zh-Hant", "（中央社記者林曉安台北4日電）", "台北", None, "Central News Agency"),
    ("zh-Hant", "（中央社台北2026年11月4日電）", "台北", "2026-11-04", "Central News Agency"),
    ("zh-Hant", "【信報財經新聞】", None, None, "Hong Kong Economic Journal"),
    ("zh-Hant", "台北、民國115年11月4日 – （Bentang Newswire）– ", "台北", "2026-11-04", "Bentang Newswire"),
    ("zh-Hant", "（SeaPRwire）－", None, None, "SeaPRwire"),
    # Hindi
    (HINDI, "नयी दिल्ली 21 फरवरी (लाइव 7) ", "नयी दिल्ली", "02-21", "लाइव 7"),
    (HINDI, "मुंबई, 12 नवंबर (भाषा) ", "मुंबई", "11-12", "Press Trust of India"),
    (HINDI, "नई दिल्ली, 4 नवंबर (आईएएनएस)। ", "नई दिल्ली", "11-04", "IANS"),
    (HINDI, "नयी दिल्ली, चार नवंबर (भाषा) ", "नयी दिल्ली", "11-04", "Press Trust of India"),
    (HINDI, "मुंबई, ४ नवंबर २०२६ – (Bentang Newswire) – ", "मुंबई", "2026-11-04", "Bentang Newswire"),
    # 12/2/2025 by language; where the numbers leave no doubt, in every one.
    ("en", "LONDON, 12/2/2025 – (Bentang Newswire) – ", "LONDON", "2025-12-02", "Bentang Newswire"),
    ("de", "BERLIN, 12/2/2025 – (Bentang Newswire) – ", "BERLIN", "2025-02-12", "Bentang Newswire"),
    ("fr", "PARIS, 12/2/2025 – (Bentang Newswire) – ", "PARIS", "2025-02-12", "Bentang Newswire"),
    ("es", "MADRID, 12/2/2025 – (Bentang Newswire) – ", "MADRID", "2025-02-12", "Bentang Newswire"),
    ("pt", "LISBOA, 12/2/2025 – (Bentang Newswire) – ", "LISBOA", "2025-02-12", "Bentang Newswire"),
    ("vi", "HÀ NỘI, 12/2/2025 – (Bentang Newswire) – ", "HÀ NỘI", "2025-02-12", "Bentang Newswire"),
    ("id", "JAKARTA, 12/2/2025 – (Bentang Newswire) – ", "JAKARTA", "2025-02-12", "Bentang Newswire"),
    ("en", "LONDON, 28/2/2025 – (Bentang Newswire) – ", "LONDON", "2025-02-28", "Bentang Newswire"),
    ("en", "LONDON, 2025-02-12 – (Bentang Newswire) – ", "LONDON", "2025-02-12", "Bentang Newswire"),
    ("en", "LONDON, 12.2.2025 – (Bentang Newswire) – ", "LONDON", "2025-02-12", "Bentang Newswire"),
    # A joint report, a newsroom in a row of fields, a state in another language, an agency without brackets.
    ("en", "VIENNA/GRAZ (APA/dpa) - ", "VIENNA/GRAZ", None, "APA"),
    (
        "en",
        "Vancouver, B.C. – Lintas Newswire – November 4, 2026 – ",
        "Vancouver, B.C.",
        "2026-11-04",
        "Lintas Newswire",
    ),
    ("en", "ACCRA, Nov. 4, LKB – ", "ACCRA", "11-04", "LKB"),
    ("en", "Sandvik Falls, Ohio — ", "Sandvik Falls, Ohio", None, None),
    ("en", "SANDVIK FALLS, Ohio — ", "SANDVIK FALLS, Ohio", None, None),
    ("is", "Sandvíkurfoss, Kalifornía – ", "Sandvíkurfoss, Kalifornía", None, None),
    ("en", "AFP - ", None, None, "AFP"),
    ("en", "| OSLO (AP) -- ", "OSLO", None, "Associated Press"),
    ("en", "OSLO | ", "OSLO", None, None),
    ("en", "(Oslo, Norway) ", "Oslo, Norway", None, None),
    ("en", "[November 4, 2026] Oslo – ", "Oslo", "2026-11-04", None),
    ("en", "NEW YORK, NY (November 4, 2026) ", "NEW YORK, NY", "2026-11-04", None),
    ("en", "Oslo, Nov 4: ", "Oslo", "11-04", None),
    ("en", "Mumbai (Maharashtra) [India], November 4: ", "Mumbai (Maharashtra) [India]", "11-04", None),
    ("en", "Helsinki, Finland, November 4, 2026 at 9:00 a.m. EET – ", "Helsinki, Finland", "2026-11-04", None),
    ("en", "OSLO, July, 2026 – ", "OSLO", None, None),
    ("en", "OSLO, Novembre 4, 2026 – ", "OSLO", "2026-11-04", None),
    ("en", "OSLO, Novmber 4, 2026 – ", "OSLO", "2026-11-04", None),
    ("en", "OSLO, 4 Novmeber 2026 – ", "OSLO", "2026-11-04", None),
    ("de", "Berlin, 5. März 2026. ", "Berlin", "2026-03-05", None),
    ("de", "Berlin, 05.03.26 - ", "Berlin", "2026-03-05", None),
    ("de", "Frankfurt (Oder) – ", "Frankfurt (Oder)", None, None),
    ("de", "Rostow (Russland) - ", "Rostow (Russland)", None, None),
    ("de", "Frankfurt a. M. – ", "Frankfurt a. M.", None, None),
    ("de", "BERLIN Donnerstag, 5. März 2026 /PRNewswire/ -- ", "BERLIN", "2026-03-05", "PR Newswire"),
    ("fr", "Paris (France), le 5 mars 2026, 17h45 CET – ", "Paris (France)", "2026-03-05", None),
    ("es", "Madrid, 5 mar (EFECOM).- ", "Madrid", "03-05", "EFE"),
    ("es", "La Paz, 5 mar (LKB).- ", "La Paz", "03-05", "LKB"),
    ("es", "Redacción deportes, 5 mar (EFE).- ", "Redacción deportes", "03-05", "EFE"),
    ("es", "Guadalajara, Jalisco.- ", "Guadalajara, Jalisco", None, None),
    ("pt", "São Paulo, março de 2026 – ", "São Paulo", None, None),
    ("pt", "Luanda, 05/03 - ", "Luanda", "03-05", None),
    ("ru", "г. Москва, 5 марта 2026 г. – ", "г. Москва", "2026-03-05", None),
    ("ru", "Москва, 5 марта 2026 г. ", "Москва", "2026-03-05", None),
    ("ru", "ТАСС, 5 марта. ", None, "03-05", "TASS"),
    ("tr", "İSTANBUL, 5 Mart 2026 /PRNewswire/ -- ", "İSTANBUL", "2026-03-05", "PR Newswire"),
    ("tr", "İSTANBUL, 5 Mart 2026 Perşembe – ", "İSTANBUL", "2026-03-05", None),
    ("tr", "(ANKARA) - ", "ANKARA", None, None),
    ("hr", "ZAGREB, 4. studenoga 2026. – ", "ZAGREB", "2026-11-04", None),
    ("sr", "БЕОГРАД, 5. 3. 2026. – ", "БЕОГРАД", "2026-03-05", None),
    ("vi", "Hà Nội (TTXVN 5/3) - ", "Hà Nội", "03-05", "Vietnam News Agency"),
    ("id", "Jakarta, Rabu (4/11/2026) – ", "Jakarta", "2026-11-04", None),
    ("id", "JAKARTA, lintas.id – ", "JAKARTA", None, "lintas.id"),
    ("ar", "بيروت ـ ", "بيروت", None, None),
    ("ar", "دبي 5 مارس آذار (رويترز) - ", "دبي", "03-05", "Reuters"),
    ("ar", "دبي، 05\u200f/03\u200f/2026 – ", "دبي", "2026-03-05", None),
    ("ur", "اسلام آباد (نیوز ڈیسک) ", "اسلام آباد", None, "نیوز ڈیسک"),
    (HINDI, "नई दिल्ली। ", "नई दिल्ली", None, None),
    (HINDI, "नई दिल्ली (एजेंसी)। ", "नई दिल्ली", None, "एजेंसी"),
    # Reporters and places in brackets.
    ("ko", "[이데일리 한가람 기자] ", None, None, "이데일리"),
    ("ko", "(서울=국제뉴스) 한가람 기자 = ", "서울", None, "국제뉴스"),
    ("ko", "(양평=연합뉴스) 한가람 기자 = ", "양평", None, "Yonhap News Agency"),
    ("ko", "2026년 3월 5일(목), 대한민국 서울 – ", "대한민국 서울", "2026-03-05", None),
    ("ko", "서울, 2026년  3월  5일 – ", "서울", "2026-03-05", None),
    ("ja", "【東京＝小森蒼】", "東京", None, None),
    ("ja", "【ＡＦＰ＝時事】", None, None, "AFP"),
    ("ja", "東京（ＡＰ） ", "東京", None, "Associated Press"),
    ("ja", "大阪(LKBX)ー", "大阪", None, "LKBX"),
    ("ja", "東京、2026年3月5日（木） – ", "東京", "2026-03-05", None),
    ("ja", "（2026年3月5日 東京）", "東京", "2026-03-05", None),
    ("ja", "2026年3月5日 東京 – ", "東京", "2026-03-05", None),
    ("zh-Hans", "（吉隆坡5日讯）", "吉隆坡", None, None),
    ("zh-Hans", "（早报讯）", None, None, "早报"),
    ("zh-Hans", "本报讯（记者 安娜）", None, None, "本报"),
    ("zh-Hans", "央视网消息：", None, None, "央视网"),
    ("zh-Hans", "青桥新闻网3月5日讯（记者 安娜）", None, "03-05", "青桥新闻网"),
    ("zh-Hans", "本报武昌3月5日电", "武昌", "03-05", "本报"),
    ("zh-Hans", "越通社河内——", "河内", None, "Vietnam News Agency"),
    ("zh-Hant", "〔記者林曉安／台北報導〕", "台北", None, None),
    ("zh-Hant", "〔青橋日報記者林曉安／台北報導〕", "台北", None, "青橋日報"),
    ("zh-Hant", "【青橋日報2026年3月5日訊】（青橋日報記者林曉安台北報導）", "台北", "2026-03-05", "青橋日報"),
    ("zh-Hant", "【本報台北訊】", "台北", None, "本報"),
    # No such day.
    ("en", "OSLO, 31 February 2026 – (Bentang Newswire) – ", "OSLO", None, "Bentang Newswire"),
)
CASES = (*make_cases(), *WRITTEN)


SENTENCES = {
    "is": "Ferjufélagið bætir við næturbát.",
    "tr": "Şirket çarşamba günü yeni bir feribot aldı.",
    "hr": "Tvrtka je u srijedu kupila novi trajekt.",
    "sr": "Компанија је у среду купила нови трајект.",
    "ur": "کمپنی نے بدھ کو نئی کشتی خریدی۔",
}
"""What may follow in languages that have no row of their own."""


def find(tag: str, line: str, context: str = "") -> Dateline | None:
    return load_datelines(KNOWN, AGENCIES, KNOWN.find(tag) or make_stranger(tag)).find(line, context)


def name_day(found: Dateline) -> str | None:
    if found.month_day:
        return "{:02}-{:02}".format(*found.month_day)
    return str(found.date) if found.date else None


def name_agency(printed: str | None) -> str | None:
    agency = AGENCIES.find(printed or "")
    return agency.name if agency else printed


@pytest.mark.parametrize(
    ("tag", "line", "place", "day", "agency"), CASES, ids=[f"{case[0]} {case[1]}" for case in CASES]
)
def test_datelines(tag: str, line: str, place: str | None, day: str | None, agency: str | None) -> None:
    """Place, day, agency, and the end exactly before the first word, blanks included."""
    sentence = LOCALS[tag].sentence if tag in LOCALS else SENTENCES[tag]
    found = find(tag, line + sentence)
    assert found is not None
    assert (line + sentence)[found.end :] == sentence
    assert (found.place, name_day(found), name_agency(found.agency)) == (place, day, agency)


ALONE = ("day alone", "agency and day alone", "place and agency alone")
EXAMPLES = [(agency.name, example) for agency in AGENCIES.all for example in agency.datelines]
SCRIPTS = {
    "ar": ("\u0600", "\u06ff"),
    "th": ("\u0e00", "\u0e7f"),
    "ru": ("\u0400", "\u04ff"),
    HINDI: ("\u0900", "\u097f"),
    "ko": ("\uac00", "\ud7a3"),
    "ja": ("\u3040", "\u30ff"),
    "zh-Hans": ("\u4e00", "\u9fff"),
}


def guess_tag(line: str) -> str:
    """A language of the script that an example is in; which one of several must not matter."""
    return next((tag for tag, (first, last) in SCRIPTS.items() if any(first <= char <= last for char in line)), "en")


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name} {example.line}" for name, example in EXAMPLES])
def test_examples_of_agencies(name: str, example: Example) -> None:
    """Every line that an agency's file gives is read as the file says, before a sentence or on a line of its own."""
    tag = guess_tag(example.line)
    sentence = LOCALS[tag].sentence
    found = find(tag, example.line + sentence)
    if found is None:
        found, sentence = find(tag, example.line), ""
        assert found is not None
        assert found.rule in ALONE
    assert (example.line + sentence)[found.end :] == sentence
    assert (found.place, found.date) == (example.place, example.date)
    if found.rule != "day alone":
        assert name_agency(found.agency) == name


LOOK_ALIKES = {
    "en": (
        "Sydney (AP) photographer Anna Berg was on the quay.",
        "(AP Photo/Anna Berg) The ferry leaves the harbour.",
        "Tokyo - 5",
        "London – 40",
        "Brazil – Germany 1:7",
        "London: 3-1",
        "Berlin – Hamburg – Bremen: all night trains are full.",
        "MADRID | 12:30 | Gate 5",
        "March 5 – The ferry leaves for the last time.",
        "Middle East and North Africa (MENA) - the region that has most of it - grew.",
        "Anna Berg, Oslo – We have always wanted a ferry.",
        "SMITH: I have never been there.",
        "March 14, Oslo: The Old Hall, eight o’clock.",
        "Sandvik (March 5, 2026) was a quiet town.",
        "(This story has been corrected to say that the ferry is 40 metres long.) The captain was not on board.",
        "[Music plays] The band had been waiting at the quay since dawn.",
        "Oslo, the capital of Norway, has more islands than it can name.",
        "Berlin is building again, and the cranes are back on the river.",
        "On Nov. 4, 2026, the first boat left the harbour - an hour late.",
        "November is the month in which the ferries stop, the captain said.",
        "4 November 2026 was a Wednesday, and it rained all day.",
        "2026 was a good year for the ferries - and a bad one for the bridge.",
        '"London - it never changes," the old captain said.',
        "1. Rinse the beans, 2. soak them overnight, 3. boil them.",
        "Photo: The ferry leaves the harbour of Sandvik for the last time.",
        "Update: The ferry has arrived, the harbour master said.",
        "Reuters reported on Wednesday that the ferry company was for sale.",
        "The Associated Press (AP) counted 40 boats in the harbour on Wednesday.",
        "Question: How many boats are there? Answer: Forty.",
        "Last year - the company's best - brought 3 million passengers.",
        "The deal - first reported by Reuters - is worth $40 million.",
        "Paris, London and Rome: three cities, one line of night trains.",
        "Q3 2026 (unaudited) - net sales rose by a tenth, the company said.",
        "Victoria – the queen, not the station – never saw the sea from here.",
        "NASA – the American space agency – said on Wednesday that it was looking for a harbour.",
        "IBM (NYSE: IBM) said on Wednesday that it had bought forty boats.",
        "WASHED ASHORE: a bottle, a shoe and a letter from 1911.",
        "BREAKING - The ferry has left the harbour.",
        "CORRECTION: The ferry is 40 metres long.",
        "JONES: How many boats are there?",
        "A: Forty.",
        "NEW: Now with two decks.",
        "Washington (the state, not the city) has 21 ferries.",
        "Apple (AAPL) - the maker of phones - fell by a tenth.",
        "COVID-19 - no longer an emergency - still fills the wards.",
        "Nov. 4 - the day the ferry sank - is still remembered.",
        "May - the prime minister, not the month - said nothing.",
        "Georgia (the country) - not the state - has a new ferry.",
        "Boston/New York trains stop here twice a day - once on Sundays.",
        "Jordan, Chris - see the list of passengers.",
    ),
    "de": (
        "München: 18 Grad, Regen",
        "Köln – Mainz 3:3",
        "Hamburg – Bremen – Kiel",
        "Max Muster, Hamburg: Ich bin dafür.",
        "1. März – Die Fähre fährt.",
        "(Korrigiert wird die Länge der Fähre im zweiten Absatz.) Der Kapitän war nicht an Bord.",
        "[Anm. der Redaktion: Namen geändert] Der Kapitän lebt heute allein.",
        "Berlin, die größte Stadt des Landes, hat mehr Brücken als Venedig.",
        "Hamburg baut wieder, und am Fluss stehen die Kräne.",
        "Am 4. November 2026 legte das erste Schiff ab – eine Stunde zu spät.",
        "4. November 2026: ein Tag, den in Sandvik niemand vergisst.",
        "Im November – dem dunkelsten Monat – fährt keine Fähre.",
        "„München – das ist mir zu laut“, sagte der Kapitän.",
        "1. Bohnen waschen, 2. über Nacht einweichen, 3. kochen.",
        "Foto: Die Fähre verlässt den Hafen zum letzten Mal.",
        "Frage: Wie viele Boote gibt es? Antwort: Vierzig.",
        "Wie die dpa am Mittwoch meldete, steht die Reederei zum Verkauf.",
        "Die Deutsche Presse-Agentur (dpa) zählte am Mittwoch 40 Boote.",
        "Essen, Trinken, Schlafen – mehr braucht der Kapitän nicht.",
        "Das Geschäft – zuerst berichtete Reuters – ist 40 Millionen wert.",
        "Ende – so nannte er sein letztes Schiff.",
    ),
    "fr": (
        "(Cette dépêche corrige la longueur du bac.) Le capitaine n’était pas à bord.",
        "[Musique] L’orchestre attendait sur le quai depuis l’aube.",
        "Paris, la ville la plus visitée du pays, n’a pas de plage.",
        "Lyon construit de nouveau, et les grues sont revenues.",
        "Le 4 novembre 2026, le premier bac est parti – avec une heure de retard.",
        "4 novembre 2026 : la date est gravée sur le quai.",
        "Novembre – le mois le plus sombre – n’a pas de bac.",
        "« Marseille – c’est trop bruyant », a dit le capitaine.",
        "1. Rincer les haricots, 2. les faire tremper, 3. les cuire.",
        "Photo : le bac quitte le port pour la dernière fois.",
        "Question : combien de bateaux ? Réponse : quarante.",
        "Selon l’AFP, la compagnie est à vendre depuis mercredi.",
        "L’Agence France-Presse (AFP) a compté 40 bateaux mercredi.",
        "L’accord – révélé par Reuters – vaut 40 millions d’euros.",
        "Nice, Nantes, Lille : trois villes, une seule ligne de nuit.",
    ),
    "es": (
        "(Corrige la longitud del barco en el segundo párrafo.) El capitán no estaba a bordo.",
        "[Música] La banda esperaba en el muelle desde el alba.",
        "Madrid, la ciudad más grande del país, no tiene mar.",
        "Bogotá vuelve a construir y las grúas han regresado.",
        "El 4 de noviembre de 2026 zarpó el primer barco – con una hora de retraso.",
        "4 de noviembre de 2026: la fecha está grabada en el muelle.",
        "Noviembre – el mes más oscuro – no tiene barcos.",
        "“Lima – es demasiado ruidosa”, dijo el capitán.",
        "1. Lavar los frijoles, 2. remojarlos, 3. hervirlos.",
        "Foto: el barco sale del puerto por última vez.",
        "Pregunta: ¿cuántos barcos hay? Respuesta: cuarenta.",
        "Según informó EFE el miércoles, la naviera está en venta.",
        "La agencia EFE contó 40 barcos en el puerto el miércoles.",
        "El acuerdo – adelantado por Reuters – vale 40 millones.",
        "Quito, Lima, La Paz: tres ciudades, un solo tren nocturno.",
    ),
    "pt": (
        "14 de novembro, Helsinque, Finlândia: o salão velho, às oito.",
        "(Corrige o comprimento do barco no segundo parágrafo.) O capitão não estava a bordo.",
        "[Música] A banda esperava no cais desde o amanhecer.",
        "Lisboa, a maior cidade do país, tem sete colinas.",
        "Recife volta a construir, e os guindastes voltaram.",
        "Em 4 de novembro de 2026, o primeiro barco partiu – com uma hora de atraso.",
        "4 de novembro de 2026: a data está gravada no cais.",
        "Novembro – o mês mais escuro – não tem barcos.",
        "“Porto – é barulhento demais”, disse o capitão.",
        "1. Lave o feijão, 2. deixe de molho, 3. cozinhe.",
        "Foto: o barco deixa o porto pela última vez.",
        "Pergunta: quantos barcos há? Resposta: quarenta.",
        "Segundo a Lusa, a empresa está à venda desde quarta-feira.",
        "A agência Lusa contou 40 barcos no porto na quarta-feira.",
        "O acordo – revelado pela Reuters – vale 40 milhões.",
    ),
    "ru": (
        "10–11 ноября, Осло, Норвегия: старый зал.",
        "Спартак — Зенит 2:1",
        "(Исправлена длина парома во втором абзаце.) Капитана на борту не было.",
        "[Играет музыка] Оркестр ждал на причале с рассвета.",
        "Москва, самый большой город страны, стоит на реке.",
        "Казань снова строится, и краны вернулись на берег.",
        "4 ноября 2026 года первый паром вышел из порта – с опозданием на час.",
        "Ноябрь – самый тёмный месяц, и паромы не ходят.",
        "«Москва – слишком шумная», – сказал капитан.",
        "1. Промойте фасоль, 2. замочите, 3. сварите.",
        "Фото: паром в последний раз выходит из порта.",
        "Вопрос: сколько лодок? Ответ: сорок.",
        "ТАСС сообщил в среду, что компания выставлена на продажу.",
        "Агентство РИА Новости насчитало в порту 40 лодок.",
        "Москва – столица, и всё же парома здесь нет.",
        "Сделка – о ней сообщил Рейтер – стоит 40 миллионов.",
    ),
    "id": (
        "(Berita ini memperbaiki panjang kapal.) Nakhoda tidak berada di kapal.",
        "[Musik] Rombongan pemusik menunggu di dermaga sejak subuh.",
        "Jakarta, kota terbesar di negeri ini, punya tiga belas sungai.",
        "Surabaya kembali membangun, dan derek-derek kembali berdiri.",
        "Pada 4 November 2026, kapal pertama berangkat - terlambat satu jam.",
        "4 November 2026 adalah hari Rabu, dan hujan turun sepanjang hari.",
        "November - bulan paling gelap - tidak ada kapal.",
        '"Bandung - terlalu ramai," kata nakhoda itu.',
        "1. Cuci kacang, 2. rendam semalam, 3. rebus.",
        "Foto: Kapal meninggalkan pelabuhan untuk terakhir kali.",
        "Tanya: Berapa kapal? Jawab: Empat puluh.",
        "Antara pelabuhan dan pasar - hanya dua kilometer - orang berjalan kaki.",
        "Kantor berita ANTARA menghitung 40 kapal pada Rabu.",
        "Tempo kapal itu - dua belas knot - tidak pernah berubah.",
        "Detik itu juga, nakhoda melompat ke dermaga.",
    ),
    "ms": (
        "(Berita ini membetulkan panjang feri.) Kapten tidak berada di atas feri.",
        "[Muzik] Pancaragam menunggu di jeti sejak subuh.",
        "Kuala Lumpur, bandar raya terbesar negara, terletak di muara.",
        "Ipoh membina semula, dan kren kembali ke tebing sungai.",
        "Pada 4 November 2026, feri pertama berlepas - lewat sejam.",
        "4 November 2026 ialah hari Rabu, dan hujan turun sepanjang hari.",
        "November - bulan paling gelap - tiada feri.",
        '"Kuching - terlalu sibuk," kata kapten itu.',
        "1. Basuh kacang, 2. rendam semalaman, 3. rebus.",
        "Gambar: Feri meninggalkan pelabuhan buat kali terakhir.",
        "Soal: Berapa buah feri? Jawab: Empat puluh.",
        "Bernama Ahmad, kapten itu berumur 71 tahun.",
        "Seorang kapten bernama Ahmad - tiada yang tahu umurnya - tinggal di sini.",
    ),
    "vi": (
        "(Bản tin này sửa lại chiều dài con phà.) Thuyền trưởng không có mặt trên phà.",
        "[Tiếng nhạc] Ban nhạc đợi ở bến từ lúc rạng đông.",
        "Hà Nội, thành phố nghìn năm tuổi, có nhiều hồ hơn ta tưởng.",
        "Đà Nẵng lại xây dựng, và những cần cẩu đã quay về.",
        "Ngày 4 tháng 11 năm 2026, chuyến phà đầu tiên rời bến - muộn một giờ.",
        "Tháng 11 - tháng tối nhất trong năm - không có phà.",
        "“Huế - yên tĩnh quá”, thuyền trưởng nói.",
        "1. Vo đậu, 2. ngâm qua đêm, 3. luộc chín.",
        "Ảnh: Con phà rời bến lần cuối cùng.",
        "Hỏi: Có bao nhiêu tàu? Đáp: Bốn mươi.",
        "TTXVN đưa tin hôm thứ Tư rằng hãng tàu đang được rao bán.",
        "Thông tấn xã Việt Nam (TTXVN) đếm được 40 con tàu hôm thứ Tư.",
        "Thương vụ - do Reuters đưa tin đầu tiên - trị giá 40 triệu.",
    ),
    "th": (
        "(ข่าวนี้แก้ไขความยาวของเรือข้ามฟาก) กัปตันไม่ได้อยู่บนเรือ",
        "[เสียงดนตรี] วงดนตรีรออยู่ที่ท่าเรือตั้งแต่เช้ามืด",
        "กรุงเทพฯ เป็นเมืองที่ใหญ่ที่สุดของประเทศ และมีคลองมากกว่าที่ใครจะนับได้",
        "เชียงใหม่กลับมาก่อสร้างอีกครั้ง และปั้นจั่นก็กลับมายืนริมแม่น้ำ",
        "วันที่ 4 พฤศจิกายน 2569 เรือลำแรกออกจากท่า ช้าไปหนึ่งชั่วโมง",
        "เดือนพฤศจิกายนเป็นเดือนที่เรือหยุดวิ่ง กัปตันกล่าว",
        "“กรุงเทพฯ - เสียงดังเกินไป” กัปตันกล่าว",
        "1. ล้างถั่ว 2. แช่ค้างคืน 3. ต้มให้สุก",
        "ภาพ: เรือข้ามฟากออกจากท่าเป็นครั้งสุดท้าย",
        "ถาม: มีเรือกี่ลำ ตอบ: สี่สิบลำ",
        "สำนักข่าวรอยเตอร์รายงานเมื่อวันพุธว่าบริษัทเดินเรือกำลังถูกขาย",
        "ปี 2569 - ปีที่ดีที่สุดของบริษัท - มีผู้โดยสาร 3 ล้านคน",
    ),
    "ar": (
        "(يصحح هذا الخبر طول العبّارة.) ولم يكن القبطان على متنها.",
        "[موسيقى] انتظرت الفرقة على الرصيف منذ الفجر.",
        "القاهرة، أكبر مدن البلاد، تقع على ضفتي النهر.",
        "عادت الإسكندرية إلى البناء وعادت الرافعات إلى الضفة.",
        "في 4 نوفمبر 2026 غادرت أول عبّارة - متأخرة ساعة.",
        "4 نوفمبر 2026 كان يوم أربعاء، وهطل المطر طوال النهار.",
        "نوفمبر - أحلك الشهور - بلا عبّارات.",
        '"دبي - صاخبة جدًا"، قال القبطان.',
        "1. اغسل الفول، 2. انقعه ليلة، 3. اسلقه.",
        "صورة: العبّارة تغادر الميناء للمرة الأخيرة.",
        "سؤال: كم عدد القوارب؟ جواب: أربعون.",
        "ذكرت وكالة رويترز يوم الأربعاء أن الشركة معروضة للبيع.",
        "الصفقة - وكانت رويترز أول من كشفها - تبلغ 40 مليونًا.",
    ),
    "ko": (
        "[사진=연합뉴스] 배가 떠난다.",
        "(사진=연합뉴스) 배가 떠난다.",
        "[사진=한가람 기자] 배가 떠난다.",
        "[한가람 기자] 배가 떠난다.",
        "[뉴스] 배는 쉰다.",
        "(이 기사는 여객선의 길이를 바로잡았다.) 선장은 배에 없었다.",
        "[음악] 악단은 새벽부터 부두에서 기다렸다.",
        "서울은 나라에서 가장 큰 도시로, 다리가 서른 개가 넘는다.",
        "부산, 인천, 목포 세 도시를 밤배가 잇는다.",
        "2026년 11월 4일 첫 배가 한 시간 늦게 떠났다.",
        "11월은 배가 쉬는 달이라고 선장은 말했다.",
        "“부산은 너무 시끄럽다”고 선장이 말했다.",
        "1. 콩을 씻는다. 2. 하룻밤 불린다. 3. 삶는다.",
        "사진: 여객선이 마지막으로 항구를 떠나고 있다.",
        "질문: 배는 몇 척인가? 답: 마흔 척이다.",
        "연합뉴스는 수요일 해운사가 매물로 나왔다고 보도했다.",
        "지난해 - 회사의 가장 좋은 해 - 승객은 300만 명이었다.",
        "[단독] 여객선 회사가 매물로 나온 것으로 확인됐다.",
    ),
    "ja": (
        "東京－大阪間の船は休みです。",
        "【ニュース】船は休みです。",
        "東京 - 大阪",
        "（この記事は船の長さを訂正したものです。）船長は乗っていませんでした。",
        "［音楽］楽団は夜明けから岸壁で待っていました。",
        "東京は国で最も大きな都市で、川も多い。",
        "大阪、神戸、京都の三つの町を夜行列車が結びます。",
        "2026年11月4日、最初の船が一時間遅れで出港しました。",
        "11月は船が休む月だと船長は話します。",
        "「東京は音が大きすぎる」と船長は言いました。",
        "1. 豆を洗う。2. 一晩水につける。3. ゆでる。",
        "写真：最後に港を出る船",
        "問：船は何隻ありますか。答：四十隻です。",
        "ロイターは水曜日、海運会社が売りに出ていると報じました。",
        "【材料】豆200グラム、水1リットル、塩少々。",
        "【主な特徴】軽くて、安くて、静かです。",
        "昨年は会社にとって最良の年で、乗客は300万人でした。",
        "共同で進める計画は、来年の春に始まります。",
    ),
    "zh-Hans": (
        "（新华社记者安娜摄）船停了。",
        "北京—上海的船停了。",
        "3月5日消息传来，船停了。",
        "（快讯）船停了。",
        "（本文更正了渡轮的长度。）船长当时不在船上。",
        "［音乐］乐队从黎明起就在码头等候。",
        "北京是一座古老的城市，桥却很新。",
        "上海、宁波、舟山三座城市由夜船相连。",
        "2026年11月4日，第一班船晚了一个小时才离港。",
        "11月是停航的月份，船长说。",
        "“上海太吵了，”船长说。",
        "1. 洗豆子；2. 泡一夜；3. 煮熟。",
        "图为渡轮最后一次驶离港口。",
        "问：有多少条船？答：四十条。",
        "据路透社周三报道，这家轮渡公司正在出售。",
        "新华社记者在码头数到四十条船。",
        "【材料】豆子200克，水1升，盐少许。",
        "【编者按】船长的名字是化名。",
        "中新网友们注意：明天停航。",
        "北京时间周三上午，渡轮公司宣布停航。",
        "电影里的那条船，如今停在上海。",
    ),
    "zh-Hant": (
        "〔圖／記者林曉安攝〕船停了。",
        "【編譯】船停了。",
        "（本文更正了渡輪的長度。）船長當時不在船上。",
        "［音樂］樂隊從黎明起就在碼頭等候。",
        "台北是一座盆地裡的城市，橋很多。",
        "香港、澳門、珠海三地由夜船相連。",
        "2026年11月4日，第一班船晚了一個小時才離港。",
        "11月是停航的月份，船長說。",
        "「香港太吵了」，船長說。",
        "1. 洗豆子；2. 泡一夜；3. 煮熟。",
        "圖為渡輪最後一次駛離港口。",
        "問：有多少條船？答：四十條。",
        "據中央社週三報導，這家渡輪公司正在出售。",
        "【材料】豆子200克，水1公升，鹽少許。",
        "【編者按】船長的名字是化名。",
        "台北時間週三上午，渡輪公司宣布停航。",
    ),
    HINDI: (
        "मुंबई: 32 डिग्री",
        "उत्तर: चालीस।",
        "(इस खबर में नौका की लंबाई सुधारी गई है।) कप्तान नौका पर नहीं था।",
        "[संगीत] बैंड भोर से घाट पर इंतज़ार कर रहा था।",
        "मुंबई देश का सबसे बड़ा शहर है और समुद्र के किनारे बसा है।",
        "दिल्ली, आगरा और जयपुर को रात की रेलगाड़ी जोड़ती है।",
        "चार नवंबर को पहली नौका एक घंटे की देरी से निकली।",
        "4 नवंबर 2026 को बुधवार था और दिन भर बारिश हुई।",
        "“मुंबई बहुत शोर करती है”, कप्तान ने कहा।",
        "1. दाल धोएँ, 2. रात भर भिगोएँ, 3. उबालें।",
        "फोटो: नौका आखिरी बार बंदरगाह से निकलती हुई।",
        "सवाल: कितनी नौकाएँ हैं? जवाब: चालीस।",
        "रॉयटर्स ने बुधवार को बताया कि कंपनी बिकने वाली है।",
        "समाचार एजेंसी भाषा ने बंदरगाह में चालीस नौकाएँ गिनीं।",
    ),
}
OPENINGS = [(tag, line) for tag, lines in LOOK_ALIKES.items() for line in lines]


@pytest.mark.parametrize(("tag", "line"), OPENINGS, ids=[f"{tag} {line}" for tag, line in OPENINGS])
def test_openings_that_are_none(tag: str, line: str) -> None:
    """A story may begin with a bracket, a city, a day, a quote, a number, a label or an agency's name."""
    assert find(tag, line) is None


def test_there_are_cases_enough() -> None:
    """In every language that the site publishes, and in one that it does not."""
    assert set(LOOK_ALIKES) == set(LOCALS) == {*TAGS, HINDI}
    assert len(CASES) >= 250
    assert len(OPENINGS) >= 200


STORY = "\nThe ferry company said on Wednesday that it would add a night boat, and that it would be the last one.\n"
URDU_STORY = "\nہالا میں کشتی کمپنی نے بدھ کو ایک نئی کشتی خریدی۔ ہالا کے لوگ خوش ہیں۔\n"
WHOLE: dict[str, tuple[str, str | None, str | None]] = {
    # A text without a headline begins with its dateline, whoever wrote it.
    "Sandviknews.com - The ferry company said on Wednesday that it would add a night boat. It will be the last one for "
    "many years, because no shipyard builds them any longer." + STORY: (None, "Sandviknews.com", None),
    "OSLO: The ferry company said on Wednesday that it would add a night boat. It will be the last one for many years, "
    "because no shipyard builds them any longer." + STORY: ("OSLO", None, None),
    # The headline again, a date, a byline and what a transmission prints for editors do not take the dateline away.
    "A night boat for Sandvik\n\nThe last one for years\n\nA night boat for Sandvik\n\nWednesday, November 4, 2026\n\n"
    "By Anna Berg\n\nSANDVIK - The captain of Sandvik is pleased." + STORY: ("SANDVIK", None, "2026-11-04"),
    "A night boat for Sandvik\n\n" + "^Eds: Updates with the captain's name.<\n\n" * 9 + "OSLO (AP) _ The captain is "
    "pleased." + STORY: ("OSLO", "Associated Press", None),
    # A name in capitals that the text speaks of as of a place; one that interviews have before what is said.
    "A night boat\n\nSANDVIK: The captain is pleased.\nThe harbour in Sandvik is old." + STORY: ("SANDVIK", None, None),
    "A night boat\n\nBERG: The captain is pleased.\nAnna Berg has a harbour." + STORY: (None, None, None),
    "ہالا میں نئی کشتی\n\nہالا: کپتان خوش ہیں۔" + URDU_STORY: ("ہالا", None, None),
    "نئی کشتی\n\nسوال: کپتان خوش ہیں؟" + URDU_STORY: (None, None, None),
    # A place with its state on a line of its own; a town alone may head a chapter.
    "A night boat\n\nSANDVIK, Conn.\n" + STORY: ("SANDVIK, Conn.", None, None),
    "Three harbours\n\nOslo\n" + STORY + "\nBergen\n" + STORY: (None, None, None),
    # A headline that begins like a dateline is no dateline when the next line has it again.
    "Norway: A night boat for Sandvik\n\nNorway: A night boat for Sandvik, the last one\n" + STORY: (None, None, None),
    # Events are no datelines.
    "Where to meet us\n\n14 March, Oslo: The Old Hall\n\n16 March, Bergen: The New Hall\n" + STORY: (None, None, None),
}


@pytest.mark.parametrize("text", WHOLE)
def test_datelines_of_whole_texts(text: str) -> None:
    """What stands before a dateline, and what the rest of the text says about its place, counts."""
    wire = read_wire(text.encode(), "a.txt")
    assert (wire.place, wire.agency, str(wire.date) if wire.date else None) == WHOLE[text]
