"""The language of a text: found in every published language, named in others, with evidence."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TAGS
from kawat.languages import FOLDER, load_known, load_languages
from kawat.wire import read_wire
from kawat.wire.detect import THIN_MARGIN, detect_language, find_declared, judge_language

TEXTS = sorted(path.name for path in (ROOT / "wire").glob("*.txt"))
PUBLISHED = load_languages()

ENGLISH_TAIL = (
    "About Harrow Peak Holdings",
    "Harrow Peak Holdings builds and runs water works in eleven countries and has some nine thousand employees. Its "
    "shares are traded on the main market. More about the company and its work can be found at https://harrow.example/",
    "This release contains forward-looking statements. They rest on what the company expects today and are subject to "
    "risks, so that what happens in the end may be something else. The company is under no obligation to update them.",
    "Media contact: Jane Whitfield, Director of Communications, Harrow Peak Holdings, press@harrow.example",
)
NAMES = (
    "Harrow Peak Holdings Ltd",
    "Northgate Analytics Cloud Suite",
    "Bright River Robotics Inc.",
    "Oakmoor Bank plc",
)

KNOWN = {
    "hi": (
        "सुरभि डेयरी ने सोमवार को कहा कि वह अगले साल जयपुर के पास एक नया संयंत्र लगाएगी। इस परियोजना पर कंपनी "
        "लगभग दो सौ करोड़ रुपये खर्च करेगी और तीन सौ लोगों को नौकरी मिलेगी।"
    ),
    "tr": (
        "Yıldızlı Tekstil, gelecek yıl Bursa yakınlarında yeni bir fabrika kuracağını pazartesi günü açıkladı. "
        "Şirket bu proje için yaklaşık elli milyon lira harcayacak ve üç yüz kişiyi işe alacak."
    ),
    "it": (
        "La Cantieri del Faro ha annunciato lunedì che aprirà il prossimo anno un nuovo stabilimento vicino a "
        "Ravenna. L'azienda spenderà circa cinquanta milioni di euro e assumerà trecento persone."
    ),
    "fa": (
        "شرکت آبشار پارس روز دوشنبه اعلام کرد که سال آینده کارخانه جدیدی در نزدیکی اصفهان می‌سازد. این شرکت برای "
        "این طرح حدود پنجاه میلیون دلار هزینه می‌کند و سیصد نفر را استخدام خواهد کرد."
    ),
    "ur": (
        "ستارہ ڈیری نے پیر کے روز کہا کہ وہ اگلے سال فیصل آباد کے قریب ایک نیا کارخانہ لگائے گی۔ کمپنی اس منصوبے "
        "پر تقریباً پچاس کروڑ روپے خرچ کرے گی اور تین سو افراد کو روزگار ملے گا۔"
    ),
    "uk": (
        "Компанія «Зоряний лан» повідомила в понеділок, що наступного року збудує новий завод поблизу Полтави. "
        "На цей проєкт вона витратить близько п'ятдесяти мільйонів євро й найме там триста людей."
    ),
    "hr": (
        "Tvrtka Jadranska svjetla priopćila je u ponedjeljak da će sljedeće godine otvoriti novu tvornicu blizu "
        "Zadra. Tijekom gradnje tvrtka će potrošiti oko pedeset milijuna eura i zaposliti tristo ljudi."
    ),
    "sr": (
        "Kompanija Dunavska svetla saopštila je u ponedeljak da će sledeće godine otvoriti novu fabriku nedaleko "
        "od Novog Sada, a posle toga i drugu. Predsednik je rekao da će za dve godine potrošiti oko pedeset "
        "miliona evra."
    ),
    "yue": (
        "青嵐電子嘅發言人話，佢哋下個月會喺觀塘開一間新舖，請多三十個人。佢話而家啲客人鍾意嚟舖頭睇吓啲嘢先買，唔"
        "係淨係喺網上面揀。"
    ),
}
STRANGERS = {
    "nl": (
        "Het bedrijf Noorderlicht Zuivel heeft maandag gezegd dat het volgend jaar een nieuwe fabriek bij Zwolle "
        "gaat bouwen. Het bedrijf geeft daar ongeveer vijftig miljoen euro aan uit en neemt driehonderd mensen "
        "aan."
    ),
    "pl": (
        "Spółka Jasny Brzeg poinformowała w poniedziałek, że w przyszłym roku otworzy nową fabrykę niedaleko "
        "Torunia. Na ten projekt wyda około pięćdziesięciu milionów złotych i zatrudni trzysta osób."
    ),
    "sv": (
        "Företaget Norrsken Mejeri meddelade på måndagen att det ska bygga en ny fabrik utanför Västerås nästa "
        "år. Bolaget satsar omkring femtio miljoner kronor på projektet och anställer trehundra personer."
    ),
    "cs": (
        "Společnost Jasné břehy v pondělí oznámila, že příští rok otevře novou továrnu nedaleko Olomouce. Na "
        "tento projekt vydá asi padesát milionů korun a zaměstná tři sta lidí."
    ),
    "ro": (
        "Compania Țărmul Luminos a anunțat luni că va deschide anul viitor o fabrică nouă lângă Brașov. Firma va "
        "cheltui aproximativ cincizeci de milioane de lei și va angaja trei sute de oameni."
    ),
    "hu": (
        "A Fényes Part vállalat hétfőn közölte, hogy jövőre új gyárat nyit Szeged közelében. A cég mintegy "
        "ötvenmillió forintot költ a beruházásra, és háromszáz embert vesz fel."
    ),
    "el": (
        "Η εταιρεία Φωτεινή Ακτή ανακοίνωσε τη Δευτέρα ότι θα ανοίξει του χρόνου ένα νέο εργοστάσιο κοντά στον "
        "Βόλο. Θα δαπανήσει περίπου πενήντα εκατομμύρια ευρώ και θα προσλάβει τριακόσια άτομα."
    ),
    "he": (
        "חברת חוף בהיר הודיעה ביום שני כי תפתח בשנה הבאה מפעל חדש ליד חיפה. החברה תשקיע בפרויקט כחמישים מיליון "
        "שקלים ותעסיק שלוש מאות עובדים."
    ),
    "bn": (
        "উজ্জ্বল তীর কোম্পানি সোমবার জানিয়েছে যে তারা আগামী বছর খুলনার কাছে একটি নতুন কারখানা চালু করবে। এই "
        "প্রকল্পে তারা প্রায় পঞ্চাশ কোটি টাকা খরচ করবে এবং তিনশ জন কর্মী নিয়োগ করবে।"
    ),
    "ta": (
        "ஒளிக்கரை நிறுவனம் அடுத்த ஆண்டு மதுரை அருகே ஒரு புதிய தொழிற்சாலையைத் திறக்கும் என்று திங்கட்கிழமை "
        "தெரிவித்தது. இதற்காக நிறுவனம் சுமார் ஐம்பது கோடி ரூபாய் செலவிடும்."
    ),
    "bg": (
        "Компанията „Светъл бряг“ съобщи в понеделник, че догодина ще открие нов завод близо до Пловдив. За този "
        "проект тя ще похарчи около петдесет милиона лева и ще наеме триста души."
    ),
    "kk": (
        "«Жарық жаға» компаниясы келесі жылы Қарағанды маңында жаңа зауыт ашатынын дүйсенбі күні мәлімдеді. "
        "Компания бұл жобаға елу миллиард теңгеге жуық қаржы жұмсап, үш жүз адамды жұмысқа алады."
    ),
    "mr": (
        "उज्ज्वल किनारा कंपनीने सोमवारी सांगितले की ती पुढच्या वर्षी नाशिकजवळ एक नवीन कारखाना सुरू करणार आहे. या "
        "प्रकल्पासाठी कंपनी सुमारे पन्नास कोटी रुपये खर्च करणार असून तीनशे लोकांना नोकरी मिळेल."
    ),
    "ne": (
        "उज्यालो किनार कम्पनीले आगामी वर्ष विराटनगर नजिकै नयाँ कारखाना खोल्ने सोमबार जनाएको छ। यस परियोजनाका "
        "लागि कम्पनीले करिब पचास करोड रुपैयाँ खर्च गर्नेछ र तीन सय जनालाई रोजगारी दिनेछ।"
    ),
    "gl": (
        "A empresa Beiramar Leite anunciou o luns que abrirá o vindeiro ano unha nova fábrica preto de Lugo. A "
        "compañía gastará arredor de cincuenta millóns de euros e contratará trescentas persoas."
    ),
}
PAIRS = {
    "id": (
        "PT Sinar Muara mengumumkan pada Senin bahwa perusahaan itu akan membuka pabrik baru di dekat Semarang "
        "tahun depan. Proyek ini membutuhkan biaya sekitar lima puluh miliar rupiah, dan produksi bisa dimulai "
        "pada Agustus."
    ),
    "ms": (
        "Sinar Muara Berhad mengumumkan pada hari Isnin bahawa syarikat itu akan membuka kilang baharu "
        "berhampiran Ipoh tahun depan. Projek ini memerlukan kos kira-kira lima puluh juta ringgit, dan "
        "pengeluaran boleh bermula pada bulan Ogos."
    ),
    "zh-Hans": (
        "晨湾乳业周一宣布，明年将在岭南开设一座新厂。公司为这个项目投资约五千万元，并计划招聘三百名员工，产品预计"
        "八月上市。"
    ),
    "zh-Hant": (
        "晨灣乳業週一宣布，明年將在嶺南開設一座新廠。公司為這個項目投資約五千萬元，並計劃招聘三百名員工，產品預計"
        "八月上市。"
    ),
}
SAMPLES = KNOWN | STRANGERS | PAIRS


def read_story(name: str) -> list[str]:
    wire = read_wire((ROOT / "wire" / name).read_bytes(), name)
    return [part.content for part in wire.parts if part.role in ("headline", "standfirst", "body")]


def declared_in(name: str) -> str:
    language = find_declared(name, PUBLISHED)
    return language.tag if language else "id"


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_told_whatever_else_stands_in_it(name: str) -> None:
    """By itself, with an agency's English after it, with Latin names in it, in capitals, its first paragraphs alone."""
    story, tag = read_story(name), declared_in(name)
    named = [f"{text[:40]} {NAMES[index % len(NAMES)]} {text[40:]}" for index, text in enumerate(story)]
    for paragraphs in (story, [*story, *ENGLISH_TAIL], named, [text.upper() for text in story], story[:4]):
        verdict = judge_language(paragraphs, PUBLISHED)
        assert verdict.tag == tag, verdict
        assert verdict.evidence
        found = detect_language(paragraphs, PUBLISHED)
        assert found is PUBLISHED[tag]
    assert not judge_language(story, PUBLISHED).is_thin


@pytest.mark.parametrize("tag", SAMPLES)
def test_one_paragraph_is_told_in_languages_of_all_kinds(tag: str) -> None:
    """A language that the site does not publish is named, and not filed under a relative."""
    for paragraphs in ([SAMPLES[tag]], [SAMPLES[tag], ENGLISH_TAIL[1]], [f"{SAMPLES[tag]} {NAMES[0]}, {NAMES[1]}"]):
        verdict = judge_language(paragraphs, PUBLISHED)
        assert verdict.tag == tag, verdict
        assert detect_language(paragraphs, PUBLISHED) is PUBLISHED.get(tag)
    assert not judge_language([SAMPLES[tag]], PUBLISHED).is_thin


def test_every_known_language_has_a_sample() -> None:
    """Bosnian apart, which a paragraph does not tell from its relatives."""
    assert set(load_known()) - set(TAGS) - {"bs"} == set(KNOWN)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("代表取締役会長　山本健一　代表取締役社長　高橋正樹　専務取締役　伊藤直子　常務取締役　渡辺浩", "ja"),
        ("取締役（とりしまりやく）会長　山本健一　社長　高橋正樹　専務　伊藤直子　常務　渡辺浩　監査　小林実", "ja"),
        ("漫畫家山田はなこ與鈴木ユウタ週三在臺北出席新書發表會，兩人談到創作的經過，吸引五百人參加。", "zh-Hant"),
        ("漫画家山田はなこ与铃木ユウタ周三在上海出席新书发布会，两人谈到创作经过，吸引五百人参加。", "zh-Hans"),
        ("截至六月底止，首次公開招股集資額按年升三成，集團行政總裁表示，市場氣氛正在改善。", "zh-Hant"),
        ("한강전자(漢江電子)는 신임 대표에 김태형(金泰亨) 씨를, 부사장에 박수진(朴秀珍) 씨를 선임했다고 밝혔다.", "ko"),
        ("政府는 來年 豫算을 國會에 提出했다고 長官이 記者會見에서 밝혔다. 成長率은 三퍼센트로 보인다.", "ko"),
        ("Правление банка «Заря» решило построить новый завод, сообщили в понедельник в компании.", "ru"),
        ("Управа банке „Зора“ одлучила је да изгради нову фабрику, саопштила је компанија у понедељак.", "sr"),
    ],
)
def test_scripts_that_languages_share(text: str, tag: str) -> None:
    assert judge_language([text], PUBLISHED).tag == tag


def test_persian_in_arabic_letters_is_persian() -> None:
    """windows-1256 has no Persian yeh."""
    text = SAMPLES["fa"].replace("ی", "ي").replace("ک", "ك")
    assert judge_language([text], PUBLISHED).tag == "fa"


def test_english_full_of_foreign_names_is_english() -> None:
    paragraphs = [
        "Toa Denki (東亜電機) and Société Générale des Eaux Claires to Build Plant in Đà Nẵng",
        "DA NANG – Toa Denki Kabushiki Kaisha (東亜電機株式会社), Société Générale des Eaux Claires and Müller & Söhne "
        "Maschinenbau GmbH said on Monday that they had signed an agreement to build a plant.",
        "“We are glad to be here”, said Nguyễn Thị Hồng Phúc, who signed for the city; José María Fernández Olmedo, "
        "Władysław Świętochowski and Jürgen Großmann signed for the companies.",
        "Toa Denki Kabushiki Kaisha – Minato-ku, Tōkyō-to, Shiba-kōen 99",
        "Société Générale des Eaux Claires – 99, boulevard des Fontaines, Clermont-sous-Bois",
        "The plant will begin to work in the summer of next year.",
    ]
    assert judge_language(paragraphs, PUBLISHED).tag == "en"


@pytest.mark.parametrize("name", [name for name in TEXTS if name.startswith(("nordlicht", "qamar", "hanbit"))])
def test_a_translation_may_keep_its_english_head(name: str) -> None:
    """An English headline and lead do not outweigh a body in another language."""
    head = [
        "Harrow Peak Holdings Opens Second Plant",
        "Harrow Peak Holdings said on Monday that a second plant is open.",
    ]
    assert judge_language([*head, *read_story(name)], PUBLISHED).tag == declared_in(name)


def test_titles_in_another_language_leave_an_english_text_english() -> None:
    titles = [
        f"({day}) Vortrag: Wasserwerke in der Stadt von morgen, weltweit verteilt" for day in ("Monday", "Tuesday")
    ]
    assert judge_language([*ENGLISH_TAIL[:2], *titles, *ENGLISH_TAIL[2:]], PUBLISHED).tag == "en"


def test_a_quotation_in_another_script_does_not_decide() -> None:
    """Latin letters need not be an agency's English: they may be the text."""
    quoted = ["قالت الشركة إنها ستفتح مصنعا جديدا في العام المقبل قرب المدينة", *[SAMPLES["id"]] * 2]
    assert judge_language([SAMPLES["id"], *quoted, "قال المدير إن الإنتاج سيبدأ في آب"], PUBLISHED).tag == "id"
    english = [quoted[0] * 3, *ENGLISH_TAIL]
    assert judge_language(english, PUBLISHED).tag == "ar"


@pytest.mark.parametrize(
    ("paragraphs", "evidence"),
    [
        ([], "too few letters: 0"),
        (["12 + 34 = 46", "***", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], "too few letters: 0"),
        (["Nota bene"], "too few letters: 8"),
        (["人口六千万人一日中大小"], "gb2312 only 0, big5 only 0"),
    ],
)
def test_an_undecidable_text_says_why(paragraphs: list[str], evidence: str) -> None:
    verdict = judge_language(paragraphs, PUBLISHED)
    assert (verdict.tag, verdict.margin, verdict.is_thin) == (None, 0.0, True)
    assert evidence in verdict.evidence


def test_a_thin_margin_is_for_the_review_list() -> None:
    """A headline that Malay and Indonesian share; two kinds of Chinese in one text; English and German by halves."""
    headline = judge_language(["Presiden akan hadir dalam acara pembukaan jalan raya"], PUBLISHED)
    both = judge_language(
        [
            "《岭南日报》社論說：「国际贸易须公平。」臺北的公會回應，已經注意到相關報導，將繼續與業界溝通；商会发言人说：“双方应当对话。”"
        ],
        PUBLISHED,
    )
    assert headline.is_thin
    assert headline.tag in ("id", "ms")
    assert both.is_thin
    assert "gb2312 only" in both.evidence


def test_evidence_tells_what_decided() -> None:
    found = {tag: judge_language([SAMPLES[tag]], PUBLISHED).evidence for tag in SAMPLES}
    assert found["zh-Hant"].endswith("gb2312 only 0, big5 only 22")
    assert "words id 11, ms 0" in found["id"]
    assert found["el"] == "script Grek 100 %"
    assert found["yue"].startswith("script Hani 100 %, letters ")
    assert found["nl"].startswith("script Latn 100 %, 1 of 1 paragraphs, next ")


@given(st.lists(st.text(max_size=120), max_size=5))
def test_any_text_gets_a_verdict(paragraphs: list[str]) -> None:
    """One line of evidence, a margin between 0 and 1, and thin exactly below the threshold or without a tag."""
    verdict = judge_language(paragraphs, PUBLISHED)
    assert 0 <= verdict.margin <= 1
    assert verdict.evidence
    assert len(verdict.evidence.splitlines()) == 1
    assert verdict.is_thin == (verdict.tag is None or verdict.margin < THIN_MARGIN)
    assert judge_language(paragraphs, PUBLISHED) == verdict


def test_a_long_text_is_judged_by_its_beginning() -> None:
    """A million paragraphs cost no more than forty."""
    german = read_story("nordlicht-rail-sensors.de.txt")
    begun = (german * 40)[:40]
    assert judge_language(begun + [SAMPLES["pl"]] * 1_000_000, PUBLISHED) == judge_language(begun, PUBLISHED)


def test_a_file_makes_a_known_language_published(tmp_path: Path) -> None:
    """The file in the folder itself prevails over the one in known/, and nothing else has to change."""
    folder = tmp_path / "languages"
    shutil.copytree(FOLDER, folder)
    assert load_known(folder).find("TR") is not None
    facts = (folder / "id.toml").read_text("utf-8").replace("Bahasa Indonesia", "Türkçe", 1)
    (folder / "tr.toml").write_text(facts.replace('"Berita Utama"', '"Manşet"'), "utf-8")
    other = tmp_path / "again"  # a folder is read once
    shutil.copytree(folder, other)
    languages = load_languages(other)
    assert load_known(other)["tr"] is languages["tr"]
    assert languages["tr"].sectors["top-story"] == "Manşet"
    assert detect_language([SAMPLES["tr"]], PUBLISHED) is None
    assert detect_language([SAMPLES["tr"]], languages) is languages["tr"]


def test_known_files_only_have_what_the_reader_needs() -> None:
    for tag in set(load_known()) - set(TAGS):
        language = load_known()[tag]
        assert language.autonym
        assert language.sectors == {}
        assert language.disclaimer_agency == ""
        assert tag not in PUBLISHED


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": "plugins"},
        cwd=ROOT,
    )
    return done.stdout.strip()


def test_nobody_pays_for_what_is_not_needed() -> None:
    """The press loads no known language, and a script that tells the language no model."""
    press = "import sys, kawat.press.build, kawat.languages as k; k.load_languages(); print(k._load_known.cache_info())"
    assert "currsize=0" in run(press)
    thai = (
        "import sys; from kawat.languages import load_languages; from kawat.wire.detect import judge_language\n"
        "print(judge_language(['ท่าเรือใหม่เปิดให้บริการแล้วในวันจันทร์'], load_languages()).tag, 'py3langid' in sys.modules)"
    )
    assert run(thai) == "th False"
