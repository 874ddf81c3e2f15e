"""Stories whose last words look like a tail's: in each language, with a dateline or without, they stay the story's."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pytest

from conftest import TAGS
from kawat.wire import read_wire
from kawat.wire.model import WireText

KEPT = ("headline", "standfirst", "body", "marker")


@dataclass(frozen=True)
class Trap:
    """A story in one language, and ways in which it may go on."""

    headline: str
    story: tuple[str, ...]
    number: str
    """A sentence with a telephone number."""
    call: str
    """A sentence that begins as calls to contact do."""
    word: str
    """A sentence whose first word is a heading of contacts."""
    quote: str
    """Somebody is quoted with a notice."""
    notice: str
    """A sentence with a notice's words."""
    rights: str
    """A sentence that ends in a copyright's words."""
    bracket: str
    """A sentence in brackets."""
    source: str
    """A sentence that begins with a source's label."""
    chapter: tuple[str, ...]
    """A heading as of an about block, and what stands under it."""
    background: tuple[str, ...]
    """A chapter that explains, with its heading."""
    numbers: tuple[str, ...]
    """A sentence, and a list of numbers to call."""


TRAPS = {
    "en": Trap(
        headline="Sandvik lets its owls be counted",
        story=(
            "The town of Sandvik has counted its owls for the first time since 1974, and there are more than ever.",
            "Forty people stood on the bridge for three nights and listened, and none of them was paid.",
            "The bridge was closed to cars until the morning, which nobody noticed but a baker.",
        ),
        number="Whoever hears an owl by day should call 555 0123 and hold the telephone out of the window.",
        call="For more information about owls, ask the baker, who has answered at 555 0123 since Monday.",
        word="Contact between the owls and the town is rare, and the owls want it so.",
        quote="“This announcement contains forward-looking statements,” the warden read out, and nobody laughed.",
        notice="The warden’s letter contains forward-looking statements about owls, now filed under poetry.",
        rights="The song that the forty sang is older than the town, and on it nobody has all rights reserved.",
        bracket="(The baker has since bought a clock.)",
        source="Source: so the spring behind the church is called, and the owls drink there.",
        chapter=(
            "About the Bridge",
            "The bridge is 300 metres long and was built by people who had never seen an owl.",
            "It has stood for ninety years, and the owls have lived in it for eighty-nine.",
        ),
        background=(
            "Background",
            "Owls have been counted in Sandvik since 1911, at first by a priest who could not sleep.",
            "His lists lie in the church, and they are wrong only where he dozed off.",
        ),
        numbers=("Those who find an owl can call one of three people.", "Harbour: 555 0123", "Church: 555 0124"),
    ),
    "de": Trap(
        headline="Sandvik lässt seine Eulen zählen",
        story=(
            "Die Stadt Sandvik hat zum ersten Mal seit 1974 ihre Eulen gezählt, und es sind mehr als je zuvor.",
            "Vierzig Leute standen drei Nächte lang auf der Brücke und horchten, und niemand bekam Geld dafür.",
            "Die Brücke war bis zum Morgen für Autos gesperrt, was nur ein Bäcker bemerkte.",
        ),
        number="Wer am Tag eine Eule hört, soll 555 0123 anrufen und das Telefon aus dem Fenster halten.",
        call="Für weitere Informationen über Eulen fragt man den Bäcker, der seit Montag unter 555 0123 antwortet.",
        word="Kontakt zwischen den Eulen und der Stadt ist selten, und die Eulen wollen es so.",
        quote="„Diese Mitteilung enthält zukunftsgerichtete Aussagen“, las der Wärter vor, und niemand lachte.",
        notice="Der Brief des Wärters enthält zukunftsgerichtete Aussagen über Eulen, der bei den Gedichten liegt.",
        rights="Das Lied der vierzig ist älter als die Stadt, und für niemanden bleiben daran alle Rechte vorbehalten.",
        bracket="(Der Bäcker hat sich inzwischen eine Uhr gekauft.)",
        source="Quelle: So nennen die Leute den Brunnen hinter der Kirche, und dort trinken die Eulen.",
        chapter=(
            "Über die Brücke",
            "Die Brücke ist 300 Meter lang und wurde von Leuten gebaut, die nie eine Eule gesehen hatten.",
            "Sie steht seit neunzig Jahren, und seit neunundachtzig wohnen die Eulen in ihr.",
        ),
        background=(
            "Hintergrund",
            "Eulen werden in Sandvik seit 1911 gezählt, zuerst von einem Pfarrer, der nicht schlafen konnte.",
            "Seine Listen liegen in der Kirche und sind nur dort falsch, wo er eingenickt ist.",
        ),
        numbers=("Wer eine Eule findet, kann drei Leute anrufen.", "Hafen: 555 0123", "Kirche: 555 0124"),
    ),
    "fr": Trap(
        headline="Sandvik fait compter ses hiboux",
        story=(
            "La ville de Sandvik a compté ses hiboux pour la première fois depuis 1974, et ils sont plus nombreux.",
            "Quarante personnes ont écouté pendant trois nuits sur le pont, et aucune n’a été payée.",
            "Le pont est resté fermé aux voitures jusqu’au matin, ce que seul un boulanger a remarqué.",
        ),
        number="Qui entend un hibou de jour doit appeler le 555 0123 et tenir le téléphone à la fenêtre.",
        call="Pour plus d’informations sur les hiboux, on demande au boulanger, qui répond au 555 0123 depuis lundi.",
        word="Contact rare entre tous, celui des hiboux et de la ville dure depuis un siècle.",
        quote="« Ce communiqué contient des énoncés prospectifs », a lu le gardien, et personne n’a ri.",
        notice="La lettre du gardien contient des déclarations prospectives sur les hiboux, rangée avec les poèmes.",
        rights="La chanson des quarante est plus vieille que la ville, et nul n’y a tous droits réservés.",
        bracket="(Le boulanger s’est acheté une horloge depuis.)",
        source="Source : c’est le nom de la fontaine derrière l’église, et les hiboux y boivent.",
        chapter=(
            "À propos du pont",
            "Le pont mesure 300 mètres et fut bâti par des gens qui n’avaient jamais vu de hibou.",
            "Il est debout depuis quatre-vingt-dix ans, et les hiboux y vivent depuis presque autant.",
        ),
        background=(
            "Contexte",
            "On compte les hiboux à Sandvik depuis 1911, d’abord grâce à un curé qui ne dormait pas.",
            "Ses listes sont à l’église et ne sont fausses que là où il s’est assoupi.",
        ),
        numbers=("Qui trouve un hibou peut appeler trois personnes.", "Port : 555 0123", "Église : 555 0124"),
    ),
    "es": Trap(
        headline="Sandvik cuenta sus búhos",
        story=(
            "La ciudad de Sandvik ha contado sus búhos por primera vez desde 1974, y hay más que nunca.",
            "Cuarenta personas escucharon tres noches en el puente, y ninguna cobró por ello.",
            "El puente estuvo cerrado a los coches hasta la mañana, y solo lo notó un panadero.",
        ),
        number="Quien oiga un búho de día debe llamar al 555 0123 y sacar el teléfono por la ventana.",
        call="Para más información sobre los búhos se pregunta al panadero, que atiende en el 555 0123 desde el lunes.",
        word="Contacto entre los búhos y la ciudad hay poco, y los búhos así lo quieren.",
        quote="“Este comunicado contiene declaraciones prospectivas”, leyó el guarda, y nadie se rio.",
        notice="La carta del guarda contiene declaraciones prospectivas sobre los búhos, archivada con los poemas.",
        rights="La canción es más vieja que la ciudad, y nadie tiene sobre ella todos los derechos reservados.",
        bracket="(El panadero se ha comprado un reloj desde entonces.)",
        source="Fuente: así llaman al caño que hay detrás de la iglesia, y allí beben los búhos.",
        chapter=(
            "Sobre el puente",
            "El puente mide 300 metros y lo levantó gente que nunca había visto un búho.",
            "Lleva noventa años en pie, y los búhos viven en él desde hace ochenta y nueve.",
        ),
        background=(
            "Antecedentes",
            "En Sandvik se cuentan búhos desde 1911, primero gracias a un cura que no dormía.",
            "Sus listas están en la iglesia y solo fallan donde él dio una cabezada.",
        ),
        numbers=("Quien encuentre un búho puede llamar a tres personas.", "Puerto: 555 0123", "Iglesia: 555 0124"),
    ),
    "pt": Trap(
        headline="Sandvik conta as suas corujas",
        story=(
            "A cidade de Sandvik contou as suas corujas pela primeira vez desde 1974, e há mais do que nunca.",
            "Quarenta pessoas escutaram três noites na ponte, e nenhuma recebeu por isso.",
            "A ponte esteve fechada aos carros até de manhã, e só um padeiro deu por isso.",
        ),
        number="Quem ouvir uma coruja de dia deve ligar para o 555 0123 e pôr o telefone à janela.",
        call="Para mais informações sobre corujas pergunta-se ao padeiro, que atende no 555 0123 desde segunda-feira.",
        word="Contato entre as corujas e a cidade há pouco, e as corujas querem assim.",
        quote="“Este comunicado contém declarações prospectivas”, leu o guarda, e ninguém riu.",
        notice="A carta do guarda contém declarações prospectivas sobre as corujas, guardada com os poemas.",
        rights="A canção é mais velha que a cidade, e ninguém tem sobre ela todos os direitos reservados.",
        bracket="(O padeiro entretanto comprou um relógio.)",
        source="Fonte: assim chamam à bica atrás da igreja, e é lá que as corujas bebem.",
        chapter=(
            "Sobre a ponte",
            "A ponte mede 300 metros e foi feita por gente que nunca tinha visto uma coruja.",
            "Está de pé há noventa anos, e as corujas vivem nela há oitenta e nove.",
        ),
        background=(
            "Contexto",
            "Em Sandvik contam-se corujas desde 1911, primeiro graças a um padre que não dormia.",
            "As listas dele estão na igreja e só erram onde ele cabeceou.",
        ),
        numbers=("Quem achar uma coruja pode ligar a três pessoas.", "Porto: 555 0123", "Igreja: 555 0124"),
    ),
    "ru": Trap(
        headline="В Сандвике пересчитали сов",
        story=(
            "В Сандвике впервые с 1974 года пересчитали сов, и их оказалось больше, чем когда-либо.",
            "Сорок человек три ночи слушали на мосту, и никому за это не платили.",
            "Мост был закрыт для машин до утра, и заметил это один пекарь.",
        ),
        number="Кто услышит сову днём, пусть позвонит по номеру 555 0123 и выставит трубку в окно.",
        call="За дополнительной информацией идут к пекарю, который с понедельника отвечает по номеру 555 0123.",
        word="Контакты сов с городом редки, и сами совы этого хотят.",
        quote="«Сообщение содержит заявления прогнозного характера», — прочёл сторож, и никто не засмеялся.",
        notice="Письмо сторожа содержит прогнозные заявления о совах, и совет подшил его к стихам.",
        rights="Песня старше города, и ни у кого в городе на неё не написано, что все права защищены.",
        bracket="(Пекарь с тех пор купил часы.)",
        source="Источник: так зовут родник за церковью, и совы пьют там.",
        chapter=(
            "О Мосте",
            "Длина моста 300 метров, и строили его люди, которые никогда не видели сов.",
            "Он стоит девяносто лет, и восемьдесят девять из них в нём живут совы.",
        ),
        background=(
            "Предыстория",
            "Сов в Сандвике считают с 1911 года, начал это священник, который не мог уснуть.",
            "Его списки лежат в церкви и неверны только там, где он задремал.",
        ),
        numbers=("Нашедший сову может позвонить трём людям.", "Порт: 555 0123", "Церковь: 555 0124"),
    ),
    "id": Trap(
        headline="Sandvik menghitung burung hantunya",
        story=(
            "Kota Sandvik menghitung burung hantunya untuk pertama kali sejak 1974, dan jumlahnya bertambah banyak.",
            "Empat puluh orang mendengarkan tiga malam di jembatan, dan tidak seorang pun dibayar.",
            "Jembatan itu ditutup bagi mobil sampai pagi, dan hanya seorang tukang roti yang tahu.",
        ),
        number="Siapa pun yang mendengar burung hantu pada siang hari harap menelepon 555 0123 dari jendela.",
        call="Untuk informasi lebih lanjut orang bertanya kepada tukang roti, yang menjawab di 555 0123 sejak Senin.",
        word="Kontak antara burung hantu dan kota itu jarang, dan burung hantu lebih suka begitu.",
        quote="“Siaran ini mengandung pernyataan berwawasan ke depan,” baca si penjaga, dan tak ada yang tertawa.",
        notice="Surat penjaga itu mengandung pernyataan prospektif tentang burung hantu, kini di rak puisi.",
        rights="Lagu itu lebih tua daripada kotanya, dan bagi siapa pun di kota itu tidak ada hak cipta dilindungi.",
        bracket="(Tukang roti itu kini sudah membeli jam.)",
        source="Sumber: begitulah nama mata air di belakang gereja, dan burung hantu minum di sana.",
        chapter=(
            "Tentang jembatan itu",
            "Jembatan itu panjangnya 300 meter dan dibangun oleh orang yang belum pernah melihat burung hantu.",
            "Jembatan itu berdiri sembilan puluh tahun, dan hampir selama itu pula burung hantu tinggal di sana.",
        ),
        background=(
            "Latar belakang",
            "Burung hantu di Sandvik dihitung sejak 1911, mula-mula oleh seorang pastor yang sulit tidur.",
            "Daftarnya tersimpan di gereja dan hanya keliru di tempat ia tertidur.",
        ),
        numbers=("Penemu burung hantu dapat menelepon tiga orang.", "Pelabuhan: 555 0123", "Gereja: 555 0124"),
    ),
    "ms": Trap(
        headline="Sandvik mengira burung hantunya",
        story=(
            "Bandar Sandvik mengira burung hantunya buat kali pertama sejak 1974, dan bilangannya kian banyak.",
            "Empat puluh orang mendengar tiga malam di atas jambatan, dan tiada seorang pun dibayar.",
            "Jambatan itu ditutup kepada kereta hingga pagi, dan hanya seorang pembuat roti yang sedar.",
        ),
        number="Sesiapa yang terdengar burung hantu pada waktu siang hendaklah menelefon 555 0123 dari tingkap.",
        call="Untuk maklumat lanjut orang bertanya kepada pembuat roti, yang menjawab di 555 0123 sejak Isnin.",
        word="Hubungan media dengan burung hantu tidak pernah baik, dan burung hantu lebih suka begitu.",
        quote="“Siaran ini mengandungi kenyataan berpandangan ke hadapan,” baca penjaga itu, dan tiada yang ketawa.",
        notice="Surat penjaga itu bukan nasihat pelaburan tentang burung hantu, dan majlis menyimpannya di rak puisi.",
        rights="Lagu itu lebih tua daripada bandarnya, dan tiada sesiapa di situ ada hak cipta terpelihara.",
        bracket="(Pembuat roti itu kini sudah membeli jam.)",
        source="Sumber: itulah nama mata air di belakang gereja, dan burung hantu minum di sana.",
        chapter=(
            "Mengenai jambatan itu",
            "Jambatan itu sepanjang 300 meter dan dibina oleh orang yang tidak pernah melihat burung hantu.",
            "Jambatan itu sudah berdiri sembilan puluh tahun, dan hampir selama itu burung hantu tinggal di situ.",
        ),
        background=(
            "Latar belakang",
            "Burung hantu di Sandvik dikira sejak 1911, mula-mula oleh seorang paderi yang sukar tidur.",
            "Senarainya tersimpan di gereja dan hanya silap di tempat dia terlelap.",
        ),
        numbers=("Penemu burung hantu boleh menelefon tiga orang.", "Pelabuhan: 555 0123", "Gereja: 555 0124"),
    ),
    "vi": Trap(
        headline="Sandvik đếm cú mèo",
        story=(
            "Thành phố Sandvik đếm cú mèo lần đầu kể từ năm 1974, và số cú nhiều hơn bao giờ hết.",
            "Bốn mươi người lắng nghe ba đêm trên cầu, và không ai được trả công.",
            "Cây cầu cấm ô tô đến sáng, và chỉ có một người thợ bánh nhận ra.",
        ),
        number="Ai nghe tiếng cú ban ngày nên gọi số 555 0123 và đưa điện thoại ra cửa sổ.",
        call="Để biết thêm thông tin về cú, người ta hỏi bác thợ bánh, người trả lời ở số 555 0123 từ thứ Hai.",
        word="Liên hệ giữa cú mèo và thành phố rất hiếm, và lũ cú muốn như thế.",
        quote="“Thông cáo này chứa các tuyên bố hướng tới tương lai”, người gác đọc to, và không ai cười.",
        notice="Lá thư của người gác chứa các tuyên bố hướng tới tương lai về loài cú, xếp ở ngăn thơ.",
        rights="Bài hát già hơn thành phố, và ở đó không ai được bảo lưu mọi quyền.",
        bracket="(Bác thợ bánh từ đó đã mua một cái đồng hồ.)",
        source="Nguồn: người ta gọi con suối sau nhà thờ như thế, và lũ cú uống nước ở đó.",
        chapter=(
            "Về cây cầu",
            "Cây cầu dài 300 mét và do những người chưa từng thấy cú mèo dựng lên.",
            "Cầu đứng đã chín mươi năm, và cú sống trong cầu gần như từng ấy năm.",
        ),
        background=(
            "Bối cảnh",
            "Ở Sandvik người ta đếm cú từ năm 1911, đầu tiên là một linh mục mất ngủ.",
            "Sổ của ông còn ở nhà thờ và chỉ sai ở chỗ ông ngủ gật.",
        ),
        numbers=("Ai tìm thấy cú có thể gọi cho ba người.", "Cảng: 555 0123", "Nhà thờ: 555 0124"),
    ),
    "th": Trap(
        headline="แซนด์วิกนับนกฮูก",
        story=(
            "เมืองแซนด์วิกนับนกฮูกเป็นครั้งแรกตั้งแต่ปี 2517 และพบว่ามีมากกว่าที่เคย",
            "คนสี่สิบคนยืนฟังเสียงบนสะพานสามคืน และไม่มีใครได้ค่าจ้าง",
            "สะพานปิดไม่ให้รถผ่านจนถึงเช้า และมีแต่คนทำขนมปังที่สังเกตเห็น",
        ),
        number="ใครได้ยินเสียงนกฮูกตอนกลางวันให้โทร 555 0123 แล้วยื่นโทรศัพท์ออกนอกหน้าต่าง ชาวบ้านทำกันมาหลายปีแล้วโดยไม่มีใครบ่น",
        call="ต้องการข้อมูลเพิ่มเติมเรื่องนกฮูกก็ถามคนทำขนมปังได้เพราะเขารู้ทุกอย่าง",
        word="ติดต่อกันเป็นปีที่สามแล้วที่นกฮูกไม่ยอมพบใครในเมืองนี้",
        quote="“ข่าวนี้มีข้อความคาดการณ์ล่วงหน้า” ผู้ดูแลอ่านออกเสียง และไม่มีใครหัวเราะ",
        notice="จดหมายของผู้ดูแลมีข้อความคาดการณ์ล่วงหน้าเรื่องนกฮูก และสภาเก็บไว้ในชั้นบทกวี",
        rights="เพลงนั้นเก่ากว่าเมือง และไม่มีใครในเมืองนี้ที่อ้างว่าสงวนลิขสิทธิ์ไว้ได้",
        bracket="(คนทำขนมปังซื้อนาฬิกาแล้วตั้งแต่วันนั้น)",
        source="ที่มาของชื่อนี้คือบ่อน้ำหลังโบสถ์ที่นกฮูกลงมาดื่มน้ำ",
        chapter=(
            "เกี่ยวกับสะพาน",
            "สะพานยาว 300 เมตรและสร้างโดยคนที่ไม่เคยเห็นนกฮูก",
            "สะพานตั้งอยู่มาเก้าสิบปี และนกฮูกอยู่ในนั้นเกือบตลอด",
        ),
        background=(
            "ความเป็นมา",
            "แซนด์วิกนับนกฮูกมาตั้งแต่ปี 2454 โดยบาทหลวงที่นอนไม่หลับ",
            "รายชื่อของเขายังอยู่ในโบสถ์และผิดเฉพาะตอนที่เขาเผลอหลับ",
        ),
        numbers=("ผู้พบนกฮูกโทรหาคนสามคนได้", "ท่าเรือ: 555 0123", "โบสถ์: 555 0124"),
    ),
    "ar": Trap(
        headline="ساندفيك تعدّ بومها",
        story=(
            "عدّت مدينة ساندفيك بومها لأول مرة منذ عام 1974، فإذا هي أكثر من أي وقت مضى.",
            "وقف أربعون شخصًا ثلاث ليال على الجسر ينصتون، ولم يتقاض أحد منهم أجرًا.",
            "أُغلق الجسر أمام السيارات حتى الصباح، ولم ينتبه إلى ذلك سوى خبّاز.",
        ),
        number="من يسمع بومة في النهار فليتصل بالرقم 555 0123 وليمدّ الهاتف من النافذة.",
        call="لمزيد من المعلومات عن البوم يُسأل الخبّاز الذي يرد على الرقم 555 0123 منذ الاثنين.",
        word="للتواصل بين البوم والمدينة تاريخ قصير، والبوم يريده كذلك.",
        quote="«يتضمن هذا البيان بيانات تطلعية»، قرأ الحارس بصوت عال، ولم يضحك أحد.",
        notice="تتضمن بيانات تطلعية رسالة الحارس عن البوم، وقد حفظها المجلس مع القصائد.",
        rights="الأغنية أقدم من المدينة، وليس لأحد فيها أن يكتب عليها أن جميع الحقوق محفوظة.",
        bracket="(اشترى الخبّاز ساعة منذ ذلك اليوم.)",
        source="المصدر: هكذا يسمّون العين التي خلف الكنيسة، ومنها يشرب البوم.",
        chapter=(
            "عن الجسر",
            "يبلغ طول الجسر 300 متر، وقد بناه أناس لم يروا بومة قط.",
            "يقف منذ تسعين سنة، والبوم يسكنه منذ تسع وثمانين.",
        ),
        background=(
            "خلفية",
            "يُعدّ البوم في ساندفيك منذ عام 1911، وبدأ ذلك كاهن لم يكن ينام.",
            "قوائمه محفوظة في الكنيسة ولا تخطئ إلا حيث غلبه النعاس.",
        ),
        numbers=("من يجد بومة يمكنه الاتصال بثلاثة أشخاص.", "الميناء: 555 0123", "الكنيسة: 555 0124"),
    ),
    "ko": Trap(
        headline="산드비크, 올빼미를 세다",
        story=(
            "산드비크 시가 1974년 이후 처음으로 올빼미를 세었더니 어느 때보다 많았다.",
            "마흔 명이 사흘 밤 다리 위에 서서 귀를 기울였고 아무도 돈을 받지 않았다.",
            "다리는 아침까지 차가 다니지 못했는데 빵집 주인만 그것을 알았다.",
        ),
        number="낮에 올빼미 소리를 들은 사람은 555 0123으로 전화해 창밖으로 수화기를 내밀면 된다.",
        call="자세한 사항은 문의할 것도 없이 빵집 주인이 월요일부터 555 0123에서 모두 답해 준다.",
        word="문의처를 묻는 사람이 많았지만 올빼미는 대답하지 않았다.",
        quote="“이 자료에는 미래예측 진술이 포함되어 있다”고 관리인이 읽었지만 아무도 웃지 않았다.",
        notice="관리인의 편지에는 올빼미에 관한 미래예측 진술이 포함되어 있어 시의회는 그것을 시집 사이에 꽂았다.",
        rights="그 노래는 도시보다 오래되었고 누구도 무단 전재 및 재배포 금지라고 적지 않는다.",
        bracket="(빵집 주인은 그 뒤로 시계를 샀다.)",
        source="출처: 교회 뒤 샘을 사람들은 그렇게 부르고 올빼미는 거기서 물을 마신다.",
        chapter=(
            "다리 소개",
            "다리는 길이가 300미터이고 올빼미를 본 적 없는 사람들이 지었다.",
            "다리는 구십 년을 서 있었고 올빼미는 거의 그만큼 살았다.",
        ),
        background=(
            "배경",
            "산드비크에서는 1911년부터 올빼미를 세었는데 잠이 없던 신부가 시작했다.",
            "그의 명단은 교회에 있고 그가 졸았던 곳만 틀리다.",
        ),
        numbers=("올빼미를 찾은 사람은 세 사람에게 전화할 수 있다.", "항구: 555 0123", "교회: 555 0124"),
    ),
    "ja": Trap(
        headline="サンドビク、フクロウを数える",
        story=(
            "サンドビクの町が1974年以来初めてフクロウを数えたところ、これまでで最も多かった。",
            "四十人が三晩、橋の上に立って耳を澄まし、誰も金を受け取らなかった。",
            "橋は朝まで車を通さず、それに気づいたのはパン屋だけだった。",
        ),
        number="昼にフクロウの声を聞いた人は、555 0123に電話をかけて受話器を窓の外に出すとよい。",
        call="お問い合わせ先はどこかと聞かれると、町の人は月曜から555 0123で答えているパン屋を教える。",
        word="連絡先を聞かれても、フクロウは答えない。",
        quote="「本リリースには将来の見通しに関する記述が含まれています」と番人は読み、誰も笑わなかった。",
        notice="番人の手紙にはフクロウに関する将来に関する記述が含まれており、議会はそれを詩の棚に入れた。",
        rights="その歌は町より古く、誰も無断転載を禁じます。とは書かない。",
        bracket="（パン屋はその後、時計を買った。）",
        source="ソース：町の人は教会の裏の泉をそう呼び、フクロウはそこで水を飲む。",
        chapter=(
            "橋について",
            "橋の長さは300メートルで、フクロウを見たことのない人たちが造った。",
            "橋は九十年立っていて、フクロウはほぼ同じだけ住んでいる。",
        ),
        background=(
            "背景",
            "サンドビクでは1911年から、眠れない司祭がフクロウを数え始めた。",
            "その名簿は教会にあり、司祭がうとうとした所だけが違っている。",
        ),
        numbers=("フクロウを見つけた人は三人に電話できる。", "港：555 0123", "教会：555 0124"),
    ),
    "zh-Hans": Trap(
        headline="桑维克数猫头鹰",
        story=(
            "桑维克自1974年以来第一次数了城里的猫头鹰，比以往任何时候都多。",
            "四十个人在桥上站了三夜，侧耳倾听，没有人拿一分钱。",
            "大桥禁止汽车通行直到早晨，只有一个面包师注意到了。",
        ),
        number="白天听见猫头鹰叫的人，可以拨打555 0123，再把电话伸出窗外。",
        call="如需更多信息，城里人都去问面包师，他从周一起在555 0123接电话。",
        word="联系猫头鹰的人很多，猫头鹰一个也不见。",
        quote="“本新闻稿包含前瞻性陈述，”看守念道，没有人笑。",
        notice="看守提醒说，猫头鹰有风险，数猫头鹰也一样，股市有风险，投资需谨慎。",
        rights="那首歌比城还老，城里没有一个人敢在上面写版权所有。",
        bracket="（面包师后来买了一只钟。）",
        source="来源：城里人这样叫教堂后面的泉水，猫头鹰在那里喝水。",
        chapter=(
            "关于大桥",
            "大桥长300米，是从没见过猫头鹰的人造的。",
            "大桥立了九十年，猫头鹰也住了将近九十年。",
        ),
        background=(
            "背景",
            "桑维克从1911年起数猫头鹰，最早是一位睡不着的神父。",
            "他的名单还在教堂里，只在他打盹的地方有错。",
        ),
        numbers=("捡到猫头鹰的人可以打电话给三个人。", "码头：555 0123", "教堂：555 0124"),
    ),
    "zh-Hant": Trap(
        headline="桑維克數貓頭鷹",
        story=(
            "桑維克自1974年以來第一次數了城裡的貓頭鷹，比以往任何時候都多。",
            "四十個人在橋上站了三夜，側耳傾聽，沒有人拿一分錢。",
            "大橋禁止汽車通行直到早晨，只有一個麵包師注意到了。",
        ),
        number="白天聽見貓頭鷹叫的人，可以撥打555 0123，再把電話伸出窗外。",
        call="如需更多資訊，城裡人都去問麵包師，他從週一起在555 0123接電話。",
        word="聯絡貓頭鷹的人很多，貓頭鷹一個也不見。",
        quote="「本新聞稿包含前瞻性陳述，」看守念道，沒有人笑。",
        notice="看守提醒說，數貓頭鷹投資涉及風險，一家人最好一起數，不要一個人在橋上數。",
        rights="那首歌比城還老，城裡沒有一個人敢在上面寫版權所有。",
        bracket="（麵包師後來買了一只鐘。）",
        source="來源：城裡人這樣叫教堂後面的泉水，貓頭鷹在那裡喝水。",
        chapter=(
            "關於大橋",
            "大橋長300米，是從沒見過貓頭鷹的人造的。",
            "大橋立了九十年，貓頭鷹也住了將近九十年。",
        ),
        background=(
            "背景",
            "桑維克從1911年起數貓頭鷹，最早是一位睡不著的神父。",
            "他的名單還在教堂裡，只在他打盹的地方有錯。",
        ),
        numbers=("撿到貓頭鷹的人可以打電話給三個人。", "碼頭：555 0123", "教堂：555 0124"),
    ),
}
ENDINGS = tuple(field.name for field in fields(Trap) if field.name not in ("headline", "story"))
OPENINGS = {"no dateline": "", "a wire's": "OSLO, Nov. 4, 2026 (Reuters) - ", "a bare": "OSLO, Nov. 4, 2026 – "}
CLOSINGS = {
    "nothing": (),
    "an end mark": ("###",),
    "a copyright": ("© 2026 Sandvik Gazette",),
    "hashtags": ("#owls #sandvik",),
    "a source": ("Source: Sandvik Gazette",),
}
CONTEXTS = (
    *((opening, "nothing") for opening in OPENINGS),
    *(("a wire's", closing) for closing in CLOSINGS if closing != "nothing"),
    ("no dateline", "a source"),
)


def read(tag: str, paragraphs: tuple[str, ...], separator: str = "\n\n") -> WireText:
    return read_wire(separator.join(paragraphs).encode(), f"x.{tag}.txt")


def list_lost(wire: WireText, paragraphs: tuple[str, ...]) -> list[str]:
    kept = "".join(part.text for part in wire.parts if part.role in KEPT or part.role == "blank")
    return [one for one in paragraphs if one not in kept]


def list_paragraphs(trap: Trap, ending: str) -> tuple[str, ...]:
    found = getattr(trap, ending)
    return (found,) if isinstance(found, str) else found


def test_every_language_has_traps() -> None:
    assert set(TRAPS) == set(TAGS)


@pytest.mark.parametrize("tag", TRAPS)
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("opening", "closing"), CONTEXTS, ids=" and ".join)
def test_a_storys_last_words_stay_with_it(tag: str, ending: str, opening: str, closing: str) -> None:
    """At its end, and before lines that news stories end with too: those are told from it."""
    trap = TRAPS[tag]
    lead, *rest = trap.story
    last = list_paragraphs(trap, ending)
    wire = read(tag, (trap.headline, OPENINGS[opening] + lead, *rest, *last, *CLOSINGS[closing]))
    assert list_lost(wire, (lead, *rest, *last)) == []
    assert list_lost(wire, CLOSINGS[closing]) == list(CLOSINGS[closing])


@pytest.mark.parametrize("tag", TRAPS)
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("opening", "separator"), [("no dateline", "\n"), ("a wire's", "\n\n")], ids=["LF", "LFLF"])
def test_they_stay_in_its_middle_too(tag: str, ending: str, opening: str, separator: str) -> None:
    trap = TRAPS[tag]
    lead, *rest = trap.story
    paragraphs = (OPENINGS[opening] + lead, *list_paragraphs(trap, ending), *rest)
    assert list_lost(read(tag, (trap.headline, *paragraphs), separator), paragraphs) == []
