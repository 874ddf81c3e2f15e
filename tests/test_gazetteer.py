"""The gazetteer: what is a place is known as one, and what opens a sentence or a notice is not."""

from __future__ import annotations

import gc
import sys
import unicodedata
from collections.abc import Callable

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from kawat.languages import load_languages
from kawat.wire.gazetteer import (
    FILE,
    IS_OPEN,
    LONGEST,
    LONGEST_OPEN,
    OPENING,
    fold_case,
    fold_place,
    is_place,
    is_region,
    load_places,
    split_place,
)

KNOWN = ("ar", "de", "en", "es", "fr", "id", "ja", "ko", "ms", "pt", "ru", "th", "vi", "zh-Hans", "zh-Hant")
NEIGHBOURS = ("fa", "hi", "it", "tr", "uk", "ur")

CAPITALS = """
Kabul, Tirana, Algiers, Andorra la Vella, Luanda, St. John's, Buenos Aires, Yerevan, Canberra, Vienna, Baku, Nassau,
Manama, Dhaka, Bridgetown, Minsk, Brussels, Belmopan, Porto-Novo, Thimphu, La Paz, Sucre, Sarajevo, Gaborone, Brasília,
Bandar Seri Begawan, Sofia, Ouagadougou, Gitega, Praia, Phnom Penh, Yaoundé, Ottawa, Bangui, N'Djamena, Santiago,
Beijing, Bogotá, Moroni, Kinshasa, Brazzaville, San José, Yamoussoukro, Zagreb, Havana, Nicosia, Prague, Copenhagen,
Djibouti, Roseau, Santo Domingo, Quito, Cairo, San Salvador, Malabo, Asmara, Tallinn, Mbabane, Addis Ababa, Suva,
Helsinki, Paris, Libreville, Banjul, Tbilisi, Berlin, Accra, Athens, St. George's, Guatemala City, Conakry, Bissau,
Georgetown, Port-au-Prince, Tegucigalpa, Budapest, Reykjavik, New Delhi, Jakarta, Tehran, Baghdad, Dublin, Jerusalem,
Rome, Kingston, Tokyo, Amman, Astana, Nairobi, South Tarawa, Pyongyang, Seoul, Pristina, Kuwait City, Bishkek,
Vientiane, Riga, Beirut, Maseru, Monrovia, Tripoli, Vaduz, Vilnius, Luxembourg, Antananarivo, Lilongwe, Kuala Lumpur,
Putrajaya, Malé, Bamako, Valletta, Majuro, Nouakchott, Port Louis, Mexico City, Palikir, Chisinau, Monaco, Ulaanbaatar,
Podgorica, Rabat, Maputo, Naypyidaw, Windhoek, Yaren, Kathmandu, Amsterdam, Wellington, Managua, Niamey, Abuja, Skopje,
Oslo, Muscat, Islamabad, Ngerulmud, Ramallah, Panama City, Port Moresby, Asunción, Lima, Manila, Warsaw, Lisbon, Doha,
Bucharest, Moscow, Kigali, Basseterre, Castries, Kingstown, Apia, San Marino, São Tomé, Riyadh, Dakar, Belgrade,
Victoria, Freetown, Singapore, Bratislava, Ljubljana, Honiara, Mogadishu, Pretoria, Cape Town, Juba, Madrid, Colombo,
Sri Jayawardenepura Kotte, Khartoum, Paramaribo, Stockholm, Bern, Damascus, Taipei, Dushanbe, Dodoma, Bangkok, Dili,
Lomé, Nuku'alofa, Port of Spain, Tunis, Ankara, Ashgabat, Funafuti, Kampala, Kyiv, Abu Dhabi, London, Washington,
Montevideo, Tashkent, Port Vila, Vatican City, Caracas, Hanoi, Sanaa, Lusaka, Harare
"""

CITIES = {
    "ar": """
        القاهرة، الرياض، دبي، أبوظبي، الدوحة، بيروت، دمشق، بغداد، عمّان، غزة، رام الله، الخرطوم، طرابلس، تونس،
        الرباط، الدار البيضاء، جدة، المنامة، مسقط، واشنطن
    """,
    "de": """
        Berlin, München, Frankfurt am Main, Köln, Düsseldorf, Zürich, Wien, Genf, Brüssel, Straßburg, Nürnberg, Rom,
        Moskau, Peking, Warschau, Kiew, Bukarest, Herzogenaurach, Davos, Den Haag
    """,
    "en": """
        The Hague, Geneva, St. Louis, New York, Washington, Cupertino, Redmond, Palo Alto, Menlo Park,
        Mountain View, Santa Clara, Irvine, Wilmington, Boulder, Kuala Lumpur, Bombay, Saigon, Peking, Kiev,
        Hong Kong
    """,
    "es": """
        Madrid, Ciudad de México, Bogotá, Buenos Aires, Santiago de Chile, La Habana, Ginebra, Bruselas, Nueva York,
        Londres, París, Moscú, Pekín, Ámsterdam, Asunción, Quito, São Paulo, Río de Janeiro, Múnich, El Cairo
    """,
    "fr": """
        Paris, Bruxelles, Genève, Londres, Varsovie, Pékin, Moscou, Le Caire, Alger, Tunis, Dakar, Abidjan,
        Kinshasa, La Haye, Copenhague, Lisbonne, Montréal, Québec, Damas, Strasbourg
    """,
    "id": """
        Jakarta, Surabaya, Yogyakarta, Bandung, Semarang, Medan, Makassar, Nusa Dua, Denpasar, Balikpapan,
        Palembang, Banda Aceh, Jayapura, Kupang, Tangerang Selatan, Jawa Barat, Singapura, Jenewa, Moskow, New York
    """,
    "ja": """
        東京、大阪、京都、名古屋、札幌、福岡、仙台、那覇、北京、上海、香港、台北、ソウル、ニューヨーク、ワシントン、
        ロンドン、パリ、ジュネーブ、シンガポール、ニュー・デリー
    """,
    "ko": """
        서울, 부산, 인천, 대구, 세종, 제주, 수원, 창원, 평창, 평양, 도쿄, 베이징, 상하이, 홍콩, 하노이, 호찌민,
        뉴욕, 워싱턴, 런던, 제네바
    """,
    "ms": """
        Kuala Lumpur, Putrajaya, Shah Alam, George Town, Johor Bahru, Kota Kinabalu, Kuching, Ipoh, Kota Bharu,
        Kuala Terengganu, Alor Setar, Seremban, Kuantan, Melaka, Bandar Seri Begawan, Singapura, Bangkok, Kaherah,
        Baitulmaqdis, Beijing
    """,
    "pt": """
        Brasília, São Paulo, Rio de Janeiro, Lisboa, Porto, Belo Horizonte, Curitiba, Recife, Luanda, Maputo,
        Genebra, Bruxelas, Nova York, Nova Iorque, Londres, Moscou, Moscovo, Pequim, Tóquio, Munique
    """,
    "ru": """
        Москва, Санкт-Петербург, Екатеринбург, Казань, Нью-Йорк, Вашингтон, Лондон, Женева, Брюссель, Пекин, Токио,
        Киев, Минск, Астана, Ташкент, Мюнхен, Кёльн, Нью-Дели, Ростов-на-Дону, Абу-Даби
    """,
    "th": """
        กรุงเทพฯ, กรุงเทพมหานคร, เชียงใหม่, ภูเก็ต, นครราชสีมา, ขอนแก่น, สงขลา, พัทยา, ระยอง, อยุธยา, โตเกียว, ปักกิ่ง, ฮ่องกง,
        สิงคโปร์, ฮานอย, กัวลาลัมเปอร์, จาการ์ตา, นิวยอร์ก, วอชิงตัน, เจนีวา
    """,
    "vi": """
        Hà Nội, TP. Hồ Chí Minh, TP.HCM, Sài Gòn, Đà Nẵng, Hải Phòng, Cần Thơ, Huế, Nha Trang, Đà Lạt, Quảng Ninh,
        Bắc Kinh, Thượng Hải, Tokyo, Seoul, Bangkok, Washington, New York, Geneva, Phnôm Pênh
    """,
    "zh-Hans": """
        北京、上海、广州、深圳、重庆、天津、武汉、成都、南京、杭州、西安、香港、台北、新加坡、东京、首尔、纽约、
        华盛顿、伦敦、日内瓦
    """,
    "zh-Hant": """
        台北、臺北、新北、高雄、台中、臺南、新竹、桃園、香港、澳門、北京、廣州、東京、首爾、新加坡、紐約、華盛頓、
        倫敦、日內瓦、吉隆坡
    """,
    "hi": """
        नई दिल्ली, नयी दिल्ली, मुंबई, कोलकाता, चेन्नई, बेंगलुरु, हैदराबाद, लखनऊ, पटना, जयपुर, भोपाल, अहमदाबाद, चंडीगढ़, देहरादून,
        श्रीनगर, काठमांडू, इस्लामाबाद, वॉशिंगटन, लंदन, बीजिंग
    """,
    "tr": """
        ANKARA, İSTANBUL, İZMİR, İstanbul, Diyarbakır, DİYARBAKIR, Gaziantep, Eskişehir, Şanlıurfa, Lefkoşa,
        Brüksel, Cenevre, Londra, Moskova, Kahire, Pekin, Bakü, Bağdat, Saraybosna, Üsküp
    """,
    "it": """
        Roma, Milano, Torino, Napoli, Venezia, Firenze, Bologna, Palermo, Bruxelles, Ginevra, Londra, Parigi,
        Berlino, Mosca, Pechino, Città del Vaticano, New York, L'Aquila, Lussemburgo, Strasburgo
    """,
    "fa": """
        تهران، مشهد، اصفهان، شیراز، تبریز، قم، اهواز، کابل، هرات، بغداد، دمشق، بیروت، غزه، رام‌الله، ریاض، مسکو، پکن،
        نیویورک، واشنگتن، ژنو
    """,
    "ur": """
        اسلام آباد، کراچی، لاہور، پشاور، کوئٹہ، راولپنڈی، ملتان، مظفرآباد، نئی دہلی، ممبئی، ڈھاکا، کابل، تہران،
        ریاض، قاہرہ، واشنگٹن، نیویارک، لندن، جنیوا، بیجنگ
    """,
    "uk": """
        Київ, Харків, Одеса, Львів, Дніпро, Запоріжжя, Вінниця, Івано-Франківськ, Чернівці, Маріуполь, Варшава,
        Брюссель, Женева, Лондон, Вашингтон, Нью-Йорк, Пекін, Токіо, Страсбург, Рейк'явік
    """,
}

OPENERS = {
    "en": """
        WARNING, UPDATE, BREAKING, Note, Photo, Photos, Video, Exclusive, Company, Source, Contact, Contacts,
        Media Contact, About, Correction, Advisory, Alert, Attention, Notice, Disclaimer, Editor's Note, Editors,
        Analysis, Opinion, Commentary, Interview, Live, Watch, Listen, Read more, Related, Background, Summary,
        Highlights, Key points, Results, Outlook, Guidance, Revenue, Sales, Profit, Earnings, Dividend, Shares,
        Market, Markets, Stocks, Bonds, Oil, Gold, Silver, Weather, Sports, Business, Technology, Politics, World,
        National, Local, Health, Science, Education, Culture, Travel, Opening, Closing, Monday, Today, Yesterday,
        Tomorrow, However, Meanwhile, Moreover, Therefore, In addition, Finally, First, Second, The, This, These,
        Most, Of, Best, Same, Nice, Reading, Mobile, Orange, Union, Split, Police, Male, March, May, Page, Date,
        Bank, University, Normal, Lead, Media, Wash., Calif., N.Y., TX, Mr. Lee, Dr. Chen, President, Minister,
        Question, Answer, Q, A, Email, Phone, Tel, Fax, Website, Hashtag, Subject, From, To, Embargo, Press Release,
        Product, Price, Figure 1, Table 2, Step 1, URGENT
    """,
    "id": """
        Ringkasan, Catatan, Foto, Video, Sumber, Kontak, Tentang, Peringatan, Penting, Perhatian, Pengumuman,
        Pembaruan, Berita, Berita Terkini, Berita Utama, Eksklusif, Redaksi, Penulis, Editor, Laporan, Analisis,
        Opini, Wawancara, Baca juga, Simak, Surat, Kota, Pekan, Pasar, Harga, Saham, Emas, Perak, Minyak, Cuaca,
        Olahraga, Bisnis, Teknologi, Politik, Dunia, Nasional, Kesehatan, Pendidikan, Namun, Selain itu,
        Sementara itu, Oleh karena itu, Menurut, Hari ini, Kemarin, Besok, Senin, Selasa, Rabu, Kamis, Jumat, Sabtu,
        Minggu, Januari, Februari, Maret, Mei, Juni, Juli, Agustus, Perusahaan, Presiden, Menteri, Gubernur, Polisi,
        Direktur, Bapak, Ibu, Warga, Satu, Dua, Tiga, Tanya, Jawab, Jadwal, Lokasi, Waktu, Tempat, Acara, Syarat,
        Cara, Tips, Hasil, Data, Tabel, Gambar, Natal, Solo, Nilai, Pekan lalu, Awas, Cek Fakta, Fakta, Hoaks,
        Nomor, Nama, Alamat, Telepon, Situs, Surel, Sektor, Penafian, Tagar
    """,
    "de": """
        Hinweis, Achtung, Foto, Fotos, Bild, Bilder, Video, Quelle, Kontakt, Pressekontakt, Über uns, Eilmeldung,
        Update, Korrektur, Berichtigung, Zusammenfassung, Hintergrund, Analyse, Kommentar, Meinung, Interview,
        Exklusiv, Anzeige, Werbung, Termin, Termine, Ausblick, Ergebnis, Ergebnisse, Umsatz, Gewinn, Dividende,
        Aktie, Aktien, Börse, Märkte, Gold, Öl, Wetter, Sport, Wirtschaft, Politik, Technik, Wissenschaft, Kultur,
        Reise, Gesundheit, Bildung, Panorama, Jedoch, Außerdem, Zudem, Dennoch, Gleichzeitig, Laut, Nach, Heute,
        Gestern, Morgen, Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag, Januar, Februar, März,
        Mai, Juni, Juli, August, Unternehmen, Konzern, Präsident, Ministerin, Polizei, Feuerwehr, Zug, Halle, Tor,
        Tore, Frage, Antwort, Preis, Preise, Datum, Ort, Zeit, Beginn, Ende, Telefon, Fax, Stichwort, Schlagwort,
        Rückfragen, Siegen, Baden, Rechtlicher Hinweis, Sektoren, Leer, Essensplan, Weihnachten, Zahlen, Fakten,
        Tabelle 1, Abbildung 2
    """,
    "fr": """
        Actualité, Actualités, Attention, Note, Photo, Photos, Vidéo, Source, Sources, Contact, Contacts presse,
        À propos, Mise à jour, Alerte, Avertissement, Communiqué, Communiqué de presse, Résumé, Analyse, Opinion,
        Entretien, Reportage, Exclusif, Exclusivité, Réunion, Information, Informations, Résultats, Perspectives,
        Chiffre d'affaires, Bénéfice, Dividende, Actions, Bourse, Marchés, Or, Pétrole, Météo, Sport, Sports,
        Économie, Politique, Technologie, Science, Culture, Voyage, Santé, Éducation, Monde, Cependant, Toutefois,
        En outre, Par ailleurs, Selon, Aujourd'hui, Hier, Demain, Lundi, Mardi, Mercredi, Jeudi, Vendredi, Samedi,
        Dimanche, Janvier, Février, Mars, Avril, Mai, Juin, Juillet, Août, Entreprise, Président, Ministre, Police,
        Question, Réponse, Prix, Date, Lieu, Heure, Téléphone, Fax, Site, Courriel, Secteur, Secteurs, Mots-clés,
        Tours, Nice, Grenade, Lire aussi, À lire, Voir aussi, Le, La, Les, Un, Une, Pour, Dans, Sans, Tableau 1,
        Étape 2, Mise en garde, Page, Suède
    """,
    "es": """
        Nota, Aviso, Atención, Foto, Fotos, Vídeo, Video, Fuente, Fuentes, Contacto, Contactos, Acerca de, Sobre,
        Actualización, Alerta, Urgente, Última hora, Comunicado, Comunicado de prensa, Resumen, Análisis, Opinión,
        Entrevista, Exclusiva, Tema, Temas, Información, Resultados, Perspectivas, Ingresos, Ventas, Beneficio,
        Dividendo, Acciones, Bolsa, Mercados, Oro, Plata, Petróleo, Tiempo, Deportes, Economía, Política,
        Tecnología, Ciencia, Cultura, Viajes, Salud, Educación, Mundo, Sin embargo, Además, Mientras tanto,
        Por lo tanto, Según, Hoy, Ayer, Mañana, Lunes, Martes, Miércoles, Jueves, Viernes, Sábado, Domingo, Enero,
        Febrero, Marzo, Abril, Mayo, Junio, Julio, Agosto, Empresa, Presidente, Ministro, Policía, Pregunta,
        Respuesta, Precio, Fecha, Lugar, Hora, Teléfono, Correo, Sitio, Sector, Sectores, Palabras clave, Mesa,
        Flores, Colonia, Plano, Salta, Quito el, Gana, León, Lee también, El, La, Los, Un, Una, Para, Con, Tabla 1,
        Paso 2, Página, Descargo
    """,
    "pt": """
        Nota, Aviso, Atenção, Foto, Fotos, Vídeo, Fonte, Fontes, Contato, Contatos, Sobre, Atualização, Alerta,
        Urgente, Comunicado, Resumo, Análise, Opinião, Entrevista, Exclusivo, Tema, Informação, Resultados, Receita,
        Vendas, Lucro, Dividendo, Ações, Bolsa, Mercado, Ouro, Prata, Petróleo, Tempo, Esportes, Economia, Política,
        Tecnologia, Ciência, Cultura, Viagem, Saúde, Educação, Mundo, No entanto, Além disso, Enquanto isso,
        Segundo, Hoje, Ontem, Amanhã, Segunda-feira, Sábado, Domingo, Janeiro, Março, Maio, Empresa, Presidente,
        Ministro, Polícia, Pergunta, Resposta, Preço, Data, Local, Hora, Telefone, Página, Setor, Setores, Natal,
        Palmas, Plano, Mesa, Pensa, Leia também
    """,
    "ru": """
        Внимание, Примечание, Фото, Видео, Источник, Источники, Контакты, Контакт, О компании, Обновление, Срочно,
        Молния, Предупреждение, Уточнение, Поправка, Резюме, Анализ, Мнение, Интервью, Эксклюзив, Справка, Итоги,
        Результаты, Прогноз, Выручка, Продажи, Прибыль, Дивиденды, Акции, Биржа, Рынки, Золото, Нефть, Газ, Погода,
        Спорт, Экономика, Политика, Технологии, Наука, Культура, Здоровье, Образование, Мир, Однако, Кроме того,
        Между тем, Поэтому, По словам, Сегодня, Вчера, Завтра, Понедельник, Вторник, Среда, Четверг, Пятница,
        Суббота, Воскресенье, Январь, Февраль, Март, Май, Июнь, Июль, Август, Компания, Президент, Министр, Полиция,
        Вопрос, Ответ, Цена, Дата, Место, Время, Телефон, Сайт, Почта, Сектор, Отрасли, Тема, Того, Также, Но, Это,
        Как, Орёл, Читайте также, Реклама, Таблица 1, Рисунок 2, Шаг 3, Владимир, Иванов, Романов, Шахты, Роли,
        Кости, Напомним, Подробнее, Главное
    """,
    "ar": """
        تحذير، ملاحظة، صورة، صور، فيديو، المصدر، للتواصل، نبذة عن، تحديث، عاجل، تنبيه، إعلان، بيان، بيان صحفي، خبر،
        الخبر، أخبار، ملخص، تحليل، رأي، مقابلة، حصري، نتائج، الإيرادات، المبيعات، الأرباح، الأسهم، السوق، الأسواق،
        الذهب، النفط، الطقس، الرياضة، الاقتصاد، السياسة، التكنولوجيا، الصحة، التعليم، العالم، كان، كيف، لكن، كما،
        وقال، وأضاف، اليوم، أمس، غدا، الاثنين، الثلاثاء، الأربعاء، الخميس، الجمعة، السبت، الأحد، يناير، مارس، مايو،
        الشركة، الرئيس، الوزير، الشرطة، سؤال، جواب، السعر، التاريخ، المكان، الوقت، الهاتف، الموقع، القطاع، القطاعات،
        المدينة، العيون، اقرأ أيضا
    """,
    "ja": """
        注意、公告、お知らせ、注、写真、動画、映像、出典、情報源、問い合わせ先、お問い合わせ、連絡先、会社概要、
        更新、速報、訂正、警告、要約、概要、背景、分析、解説、意見、社説、インタビュー、独自、特集、関連記事、結果、
        業績、売上高、利益、配当、株式、株価、市場、相場、金、原油、天気、スポーツ、経済、政治、技術、科学、文化、
        旅行、健康、教育、世界、国際、社会、しかし、また、さらに、一方、そのため、今日、昨日、明日、月曜日、火曜日、
        水曜日、木曜日、金曜日、土曜日、日曜日、1月、会社、社長、大統領、首相、大臣、警察、質問、回答、価格、日時、
        場所、時間、電話、住所、分野、部門、免責事項、図1、表2、手順、ポイント、バス、リール、コーチ、山口、石川、
        宮崎、松本、中山、東西、以上、ハッシュタグ、サイト、メール、ページ、タイトル、ニュース、プレス
    """,
    "ko": """
        주의, 공고, 알림, 참고, 사진, 영상, 동영상, 출처, 문의, 연락처, 회사 소개, 업데이트, 속보, 정정, 경고, 요약,
        개요, 배경, 분석, 해설, 의견, 사설, 인터뷰, 단독, 특집, 관련 기사, 결과, 실적, 매출, 이익, 배당, 주식, 주가,
        시장, 금, 원유, 날씨, 스포츠, 경제, 정치, 기술, 과학, 문화, 여행, 건강, 교육, 세계, 그러나, 또한, 한편,
        오늘, 어제, 내일, 월요일, 화요일, 토요일, 회사, 사장, 대통령, 총리, 장관, 경찰, 질문, 답변, 가격, 일시,
        장소, 시간, 전화, 주소, 분야, 비고, 세부, 선전, 경기, 개성, 나라, 수단, 후에, 가자, 시안, 원산, 진도, 공주,
        양산, 사천
    """,
    "zh": """
        注意、公告、消息、主要内容、主要內容、提示、提醒、通知、说明、說明、备注、備註、照片、图片、圖片、视频、
        影片、来源、來源、联系、联系方式、聯絡方式、媒体联系、关于、關於、更新、快讯、快訊、最新、突发、突發、更正、
        声明、聲明、免责声明、免責聲明、摘要、概要、背景、分析、评论、評論、观点、觀點、社论、采访、採訪、独家、
        獨家、专题、專題、相关、結果、结果、业绩、業績、收入、销售、利润、利潤、股息、股票、股价、市场、市場、黄金、
        原油、天气、天氣、体育、體育、经济、經濟、政治、科技、科学、文化、旅游、健康、教育、国际、國際、社会、但是、
        此外、同时、因此、今天、昨天、明天、星期一、周二、一月、公司、总裁、总统、總統、总理、部长、警方、问、答、
        价格、日期、地点、地點、时间、時間、电话、電話、地址、分类、分類、行业、板块、记者、記者、编辑、編輯、责编、
        东方、白银、平安、太平、和平、安康、日照、新华社、本报讯、表1、图2
    """,
    "th": """
        หมายเหตุ, คำเตือน, ภาพ, ภาพถ่าย, วิดีโอ, ที่มา, แหล่งข่าว, ติดต่อ, เกี่ยวกับ, อัปเดต, ด่วน, ข่าวด่วน, ประกาศ, แถลงการณ์, สรุป,
        บทวิเคราะห์, ความเห็น, บทสัมภาษณ์, พิเศษ, ผลประกอบการ, รายได้, ยอดขาย, กำไร, ปันผล, หุ้น, ตลาด, ทองคำ, น้ำมัน, อากาศ,
        กีฬา, เศรษฐกิจ, การเมือง, เทคโนโลยี, วิทยาศาสตร์, วัฒนธรรม, ท่องเที่ยว, สุขภาพ, การศึกษา, โลก, อย่างไรก็ตาม, นอกจากนี้, วันนี้,
        เมื่อวาน, พรุ่งนี้, วันจันทร์, มกราคม, บริษัท, ประธาน, นายกรัฐมนตรี, ตำรวจ, ถาม, ตอบ, ราคา, วันที่, สถานที่, เวลา, โทรศัพท์,
        เลย, แพร่, ตาก, มาลี, เว็บไซต์, หมวดหมู่, โรงแรม, ปรากฏว่า
    """,
    "vi": """
        Lưu ý, Cảnh báo, Chú ý, Ảnh, Hình ảnh, Video, Nguồn, Liên hệ, Giới thiệu, Cập nhật, Tin nóng, Khẩn,
        Thông báo, Thông cáo báo chí, Tóm tắt, Phân tích, Ý kiến, Bình luận, Phỏng vấn, Độc quyền, Kết quả,
        Doanh thu, Lợi nhuận, Cổ tức, Cổ phiếu, Thị trường, Vàng, Dầu, Thời tiết, Thể thao, Kinh tế, Chính trị,
        Công nghệ, Khoa học, Văn hóa, Du lịch, Sức khỏe, Giáo dục, Thế giới, Tuy nhiên, Ngoài ra, Trong khi đó,
        Hôm nay, Hôm qua, Ngày mai, Thứ Hai, Chủ nhật, Tháng Một, Công ty, Chủ tịch, Thủ tướng, Bộ trưởng, Công an,
        Hỏi, Đáp, Giá, Ngày, Địa điểm, Thời gian, Điện thoại, Trang, Lĩnh vực, Viên, Pháp, Anh, Đức, Mỹ, Áo, Ý, Nga,
        Xem thêm, Miễn trừ trách nhiệm
    """,
    "hi": """
        चेतावनी, नोट, सूचना, फोटो, वीडियो, स्रोत, संपर्क, के बारे में, अपडेट, ताजा खबर, ब्रेकिंग, घोषणा, सारांश, विश्लेषण, राय,
        साक्षात्कार, विशेष, परिणाम, राजस्व, बिक्री, लाभ, शेयर, बाजार, सोना, चांदी, तेल, मौसम, खेल, अर्थव्यवस्था, राजनीति,
        प्रौद्योगिकी, विज्ञान, संस्कृति, स्वास्थ्य, शिक्षा, दुनिया, हालांकि, इसके अलावा, आज, कल, सोमवार, मंगलवार, जनवरी, मार्च, मई,
        कंपनी, राष्ट्रपति, प्रधानमंत्री, मंत्री, पुलिस, सवाल, जवाब, कीमत, तारीख, स्थान, समय, फोन, क्षेत्र, गया, मंडी, दुर्ग, सभा,
        रैली
    """,
}

HEADS = {
    "KUALA LUMPUR: Dua syarikat": ("KUALA LUMPUR", ": Dua syarikat"),
    "Jakarta - Harga beras": ("Jakarta", " - Harga beras"),
    "القاهرة: أعلنت": ("القاهرة", ": أعلنت"),
    "القاهرة الخليج: نص": ("القاهرة", " الخليج: نص"),
    "नई दिल्ली: सरकार": ("नई दिल्ली", ": सरकार"),
    "กรุงเทพฯ - ราคา": ("กรุงเทพฯ", " - ราคา"),
    "กรุงเทพฯ--16 ธ.ค.": ("กรุงเทพฯ", "--16 ธ.ค."),
    "ปรากฏว่า": None,
    "北京讯": ("北京", "讯"),
    "北京2月8日电": ("北京", "2月8日电"),
    "浙江杭州2月8日电": ("浙江杭州", "2月8日电"),
    "中新社广州2月8日电": None,
    "パリ時間": ("パリ", "時間"),
    "パリティ": None,
    "도쿄, 2026년": ("도쿄", ", 2026년"),
    "서울에서 열린": None,
    "Hà Nội - Sáng": ("Hà Nội", " - Sáng"),
    "TP.HCM - Sáng": ("TP.HCM", " - Sáng"),
    "  [St. Louis] - x": ("St. Louis", "] - x"),
    "Washington, D.C. - x": ("Washington", ", D.C. - x"),
    "Washington D.C. - x": ("Washington D.C.", " - x"),
    "Jakarta. Teks": ("Jakarta", ". Teks"),
    "JAKARTA-Presiden": ("JAKARTA", "-Presiden"),
    "Jakarta-based": None,
    "Jakarta's": None,
    "Jakarta.com": None,
    "Jakarta2": None,
    "Jakartan": None,
    "jakarta - teks": None,
    "New York City - x": ("New York City", " - x"),
    "New Yorker": None,
    "- España: 18:30 horas": None,
    "": None,
    "   ": None,
}

PLACES = """
KUALA LUMPUR; Kuala Lumpur, Malaysia; SPOKANE, Wash.; WASHINGTON, D.C.; London/Paris; HONG KONG / SINGAPORE;
Paris & Rome; 【北京】; （東京）; 新疆哈密; دمشق، سوريا; Heidelberg, August 2015; SEOUL, Aug. 20; Jakarta.; "Oslo";
DAOFU, CHINA; Boerne, TX; READING, Pa.; NICE, France; MOUNT KISCO, N.Y.; Jacksons Point, Ontario, Canada;
St. Gallen; Sao Paulo; SÃO PAULO; Malé; ʻAmman; N’Djamena; Xi’an; Xian; Port au Prince; new delhi; Duesseldorf;
MADRİD; Ürümqi; Nur-Sultan; Halle/Saale
"""
NO_PLACES = """
Nice; Male; Nice, France; However, China; Meanwhile, Ukraine; TEMPO.CO, Jakarta;
Paris, ein sehr langer Satz über die Stadt, den niemand lesen will; Jakarta und; , Malaysia; , tx; TX; Wash.;
Chapter 3, TX; # Names of places; a, b; Paris/Dog - Argentina; | Auckland |; * Oslo; 宮崎県;
Rome wasn't built in a day; Parisian; (CNN); Hong Kong and Singapore
"""


def listed(text: str, marks: str = ",、،") -> list[str]:
    for mark in marks:
        text = text.replace(mark, ";")
    return [" ".join(item.split()) for item in text.split(";") if item.strip()]


def test_every_capital_is_a_place() -> None:
    names = listed(CAPITALS)
    assert len(names) >= 195
    assert [name for name in names if not is_place(name) or not is_place(name.upper())] == []


def test_every_country_is_a_place_in_english() -> None:
    territories = Locale.parse("en").territories
    codes = "AR BR CN DE EG FR GB ID IN IR JP KE KR MY NG PL RU SA SG TH TR TW UA US VN ZA".split()
    assert [code for code in codes if not is_place(territories[code])] == []


@pytest.mark.parametrize("tag", CITIES)
def test_cities_of_datelines_are_places(tag: str) -> None:
    """Twenty names in the language's own spelling, however they are cased, each found at a text's beginning too."""
    names = listed(CITIES[tag])
    assert len(names) == 20
    assert [name for name in names if not is_place(name) or not is_place(name.upper())] == []
    assert [name for name in names if split_place(f"{name} – 2") != (name, " – 2")] == []


def test_every_language_is_tried() -> None:
    assert set(load_languages()) <= set(KNOWN)
    assert set(CITIES) == {*KNOWN, *NEIGHBOURS}


@pytest.mark.parametrize("tag", OPENERS)
def test_openers_and_headings_are_no_places(tag: str) -> None:
    words = listed(OPENERS[tag])
    assert len(words) >= 60
    assert [word for word in words if is_place(word) or is_place(word.upper()) or is_place(f"{word}:")] == []


@pytest.mark.parametrize("text", listed(PLACES, ""))
def test_place(text: str) -> None:
    assert is_place(text)


@pytest.mark.parametrize("text", ["", " ", ".", "(", ",", ";", *listed(NO_PLACES, "")])
def test_no_place(text: str) -> None:
    assert not is_place(text)


@pytest.mark.parametrize(("text", "expected"), HEADS.items())
def test_split(text: str, expected: tuple[str, str] | None) -> None:
    assert split_place(text) == expected


@pytest.mark.parametrize("tag", [*KNOWN, *NEIGHBOURS])
def test_no_month_day_or_language_is_a_place(tag: str) -> None:
    """CLDR's names of months and days, and of our languages where a language is not called like a country."""
    locale = Locale.parse(tag, sep="-")
    calendar = [
        names for table in (locale.months, locale.days) for context in table.values() for names in context.items()
    ]
    words = {name for width, names in calendar if width != "narrow" for name in names.values()}
    words |= {str(locale.languages[other.split("-")[0]]) for other in (*KNOWN, *NEIGHBOURS)}
    locales = [Locale.parse(other, sep="-") for other in (*KNOWN, *NEIGHBOURS)]
    countries = {fold_place(name) for other in locales for name in other.territories.values()}
    assert len(words) > 30
    assert [word for word in words if is_place(word) and fold_place(word) not in countries] == []


def test_the_file_is_in_order() -> None:
    """Names are as they are compared, sorted, unique, NFC; the header says where they are from."""
    text = FILE.read_text("utf-8")
    header, body = text.split("\n\n")
    names = body.removesuffix("\n").split("\n")
    assert all(line.startswith("# ") or line == "#" for line in header.split("\n"))
    assert "GeoNames" in header and "CC BY 4.0" in header and "CLDR" in header
    assert names == sorted(set(names))
    assert unicodedata.is_normalized("NFC", text)
    bare = [name.removeprefix(", ") for name in names]
    assert [name for name in bare if name not in (fold_place(name), fold_case(name))] == []
    assert [name for name in bare if not 2 <= len(name) <= LONGEST or name != name.strip()] == []
    assert [name for name in names if IS_OPEN.match(name) and len(name) > LONGEST_OPEN - 3] == []
    assert load_places() == frozenset(names)
    assert 8_000 <= len(names) <= 25_000
    assert FILE.stat().st_size <= 400_000


def test_every_name_is_found_by_itself() -> None:
    """No rule on marks, cases or word ends keeps a listed name from being found."""
    names = [name for name in load_places() if not name.startswith(",")]
    assert [name for name in names if not is_place(name) or not is_place(name.upper())] == []


def test_an_accent_counts_where_the_bare_name_is_a_word() -> None:
    kept = [name for name in load_places() if fold_place(name) != name and not name.startswith(",")]
    assert "malé" in kept
    assert [name for name in kept if fold_place(name) in load_places()] == []


def calls_of(function: Callable[[], object]) -> int:
    """How many Python and C functions a call makes: what it costs, without a clock."""
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    previous = sys.getprofile()
    gc.disable()  # what is called when memory is cleaned is not the function's
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(previous)
        gc.enable()
    return made


@pytest.mark.parametrize(
    "run", ["a", "A", "A ", "A.", "北京", "北", "ก", "パ", "が", " ", "(", "-", "A-", "A'", "Jakarta, ", "서"]
)
def test_long_texts_cost_no_more(run: str) -> None:
    """Of half a million characters only the first few are looked at."""
    for function in (is_place, split_place):
        function(run * 1000)
        short = calls_of(lambda function=function: function(run * 1000))  # type: ignore[misc]
        assert calls_of(lambda function=function: function(run * 250_000)) == short  # type: ignore[misc]
        assert short < 2_500


@given(st.text(max_size=60) | st.builds(str.__add__, st.sampled_from(("Oslo", "北京", " (Rom")), st.text(max_size=8)))
def test_split_loses_nothing(text: str) -> None:
    """The name and what follows are the text, and the name is a place."""
    found = split_place(text)
    assert isinstance(is_place(text), bool)
    if found is not None:
        assert "".join(found) == text.lstrip(OPENING)
        assert is_place(found[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ohio", True), ("Kalifornien", True), ("Norwegen", True), ("Oslo", False), ("Anna", False), ("", False)],
)
def test_regions(text: str, expected: bool) -> None:
    """A country or a state, in the languages of the wires; a town is none, because people are named beside it."""
    assert is_region(text) is expected


def test_a_country_before_its_town() -> None:
    """Where a script has no capitals, several words may each be a place."""
    assert [is_place(text) for text in ("대한민국 서울", "대한민국 회사", "New Oslo Berlin")] == [True, False, False]
