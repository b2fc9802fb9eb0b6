// The lexicon's content. One line per role and language; words are folded when the
// table is built, so they are written as people write them.
#pragma once

#include <cstdint>

#include "extract/text/lexicon.h"

namespace maillon::extract {

struct WordLine {
  uint32_t roles;
  uint16_t value;
  Service service;
  const char* words;  // separated by blanks
};

// clang-format off
inline constexpr WordLine kWordLines[] = {
    // ---- digits and numbers up to 19 ----
    {kNumber, 0, {}, "zero nil nought zéro zeró cero ноль нуль ноля صفر zéros null sıfır 零 〇 洞"},
    {kNumber, 1, {}, "one один одна واحد واحدة eins 壹 幺 bir"},
    {kNumber, 2, {}, "two deux dos два две اثنان اثنين إثنان اتنين dois duas zwei zwo due doi două iki 贰 两 二"},
    {kNumber, 3, {}, "three trois tres три ثلاثة ثلاث تلاتة três drei tre trei üç 三 叁"},
    {kNumber, 4, {}, "four quatre cuatro четыре أربعة اربعة أربع اربع quatro vier quattro patru dört 四 肆"},
    {kNumber, 5, {}, "five cinq cinco пять خمسة خمس fünf fuenf cinque cinci beş 五 伍"},
    {kNumber, 6, {}, "six seis шесть ستة ست sechs sei șase altı 六 陆"},
    {kNumber, 7, {}, "seven siete семь سبعة سبع sete sieben sette șapte yedi 七 柒 拐"},
    {kNumber | kMonth, 7, {}, "sept"},
    {kNumber, 8, {}, "eight huit ocho восемь ثمانية ثمان تمانية oito acht otto opt sekiz 八 捌"},
    {kNumber, 9, {}, "nine neuf nueve девять تسعة تسع nove neun nouă dokuz 九 玖"},
    {kNumber | kWeakNumber, 0, {}, "oh o"},
    {kNumber | kWeakNumber, 1, {}, "won un une uno una um uma ein eine unu 一"},
    {kNumber | kWeakNumber, 2, {}, "too to"},
    {kNumber | kWeakNumber, 3, {}, "tree"},
    {kNumber | kWeakNumber, 4, {}, "for fo"},
    {kNumber | kWeakNumber, 8, {}, "ate"},
    {kNumber | kWeakNumber, 9, {}, "勾 niner"},
    {kNumber | kWeakNumber, 10, {}, "on"},
    {kNumber, 6, {}, "meia"},
    {kNumber, 10, {}, "ten dix diez десять عشرة عشر dez zehn dieci zece 十"},
    {kNumber, 11, {}, "eleven onze once одиннадцать elf undici unsprezece"},
    {kNumber, 12, {}, "twelve douze doce двенадцать doze zwölf dodici doisprezece douăsprezece"},
    {kNumber, 13, {}, "thirteen treize trece тринадцать treze dreizehn tredici treisprezece"},
    {kNumber, 14, {}, "fourteen quatorze catorce четырнадцать catorze vierzehn quattordici paisprezece"},
    {kNumber, 15, {}, "fifteen quinze quince пятнадцать fünfzehn quindici cincisprezece"},
    {kNumber, 16, {}, "sixteen seize dieciséis шестнадцать dezasseis dezesseis sechzehn sedici șaisprezece"},
    {kNumber, 17, {}, "seventeen diecisiete семнадцать dezassete dezessete siebzehn diciassette șaptesprezece"},
    {kNumber, 18, {}, "eighteen dieciocho восемнадцать dezoito achtzehn diciotto optsprezece"},
    {kNumber, 19, {}, "nineteen diecinueve девятнадцать dezanove dezenove neunzehn diciannove nouăsprezece"},
    // ---- tens ----
    {kNumber, 20, {}, "twenty vingt vingts veinte двадцать عشرون عشرين vinte zwanzig venti douăzeci yirmi"},
    {kNumber, 30, {}, "thirty trente treinta тридцать ثلاثون ثلاثين trinta dreißig trenta treizeci otuz"},
    {kNumber, 40, {}, "forty fourty quarante cuarenta сорок أربعون أربعين اربعون اربعين quarenta vierzig quaranta patruzeci kırk"},
    {kNumber, 50, {}, "fifty cinquante cincuenta пятьдесят خمسون خمسين cinquenta fünfzig cinquanta cincizeci elli"},
    {kNumber, 60, {}, "sixty soixante sesenta шестьдесят ستون ستين sessenta sechzig sessanta șaizeci altmış"},
    {kNumber, 70, {}, "seventy septante setenta семьдесят سبعون سبعين siebzig settanta șaptezeci yetmiş"},
    {kNumber, 80, {}, "eighty huitante octante ochenta восемьдесят ثمانون ثمانين oitenta achtzig ottanta optzeci seksen"},
    {kNumber, 90, {}, "ninety nonante noventa девяносто تسعون تسعين neunzig novanta nouăzeci doksan"},
    {kNumber | kAndTens, 20, {}, "وعشرون وعشرين"},
    {kNumber | kAndTens, 30, {}, "وثلاثون وثلاثين"},
    {kNumber | kAndTens, 40, {}, "وأربعون وأربعين"},
    {kNumber | kAndTens, 50, {}, "وخمسون وخمسين"},
    {kNumber | kAndTens, 60, {}, "وستون وستين"},
    {kNumber | kAndTens, 70, {}, "وسبعون وسبعين"},
    {kNumber | kAndTens, 80, {}, "وثمانون وثمانين"},
    {kNumber | kAndTens, 90, {}, "وتسعون وتسعين"},
    // ---- hundreds, where they are read in phone numbers ----
    {kNumber, 100, {}, "hundred cent cents сто cien ciento مائة مئة hundert cento yüz"},
    {kNumber, 200, {}, "двести doscientos"},
    {kNumber, 300, {}, "триста trescientos"},
    {kNumber, 400, {}, "четыреста cuatrocientos"},
    {kNumber, 500, {}, "пятьсот quinientos"},
    {kNumber, 600, {}, "шестьсот seiscientos"},
    {kNumber, 700, {}, "семьсот setecientos"},
    {kNumber, 800, {}, "восемьсот ochocientos"},
    {kNumber, 900, {}, "девятьсот novecientos"},
    {kRepeat, 2, {}, "double doble doppio doppel duplo dublu двойной çift"},
    {kRepeat, 3, {}, "triple treble triplo tripel dreifach"},
    {kLink, 0, {}, "et and y e und și и ve"},
    // ---- what numbers can be besides phones ----
    {kCurrency, 0, {}, "€ $ £ ¥ ₽ ₺ ₴ ₹ ₩ ₪ ₦ ₱ ฿ ₫ ₸ ₼ ₾ ¢"},
    {kCurrency, 0, {}, "euro euros eur usd gbp chf dollar dollars bucks pound pounds quid roses rose rosas roz rozes"},
    {kCurrency, 0, {}, "руб рублей рубля рубль rub rur р грн гривен гривень uah тенге kzt тыс тысяч"},
    {kCurrency, 0, {}, "peso pesos dólar dólares mxn ars cop soles pen reais brl aed dh dhs dirham dirhams درهم دولار ريال جنيه ليرة يورو دينار sar egp qar kwd"},
    {kCurrency, 0, {}, "元 块 人民币 美元 欧元 円 rmb cny jpy 万"},
    {kCurrency, 0, {}, "lei leu ron lira lirası tl zł zl pln kč czk kr sek nok dkk huf ft inr rs rupees cad aud nzd sgd hkd thb baht ngn naira kes ksh zar php"},
    {kUnit, 0, {}, "yo yrs yr years year old ans an jahre jahr años año лет год года anni anno anos ano ani yaş yaşında سنة عام سنوات عاما aans j"},
    {kUnit, 0, {}, "岁 歲 小时 分钟 天 年 月 日 号 名 人 位 次 斤 公斤 厘米 平米 平方 点 時 楼 室 路 个 種 種"},
    {kUnit, 0, {}, "kg kgs kilo kilos cm mm m2 m km mi miles mile lb lbs ft feet inch inches sqm m3 g gr gram mg l ml gb mb tb mhz ghz w kw v hp ch"},
    {kUnit, 0, {}, "см кг км м мм кв г"},
    {kUnit, 0, {}, "min mins minute minutes minuten minuti minutos minute мин минут минуты دقيقة dakika heure heures hour hours hrs hr hs hora horas std stunde stunden ore ora часа час часов ساعة ساعات saat"},
    {kUnit, 0, {}, "day days week weeks month months night nights jour jours semaine semaines mois nuit días dias semana meses tage wochen monate дней дня день недель месяцев месяца giorni settimane mesi gün hafta ay"},
    {kUnit, 0, {}, "pers personnes persons people places chambres rooms bedroom bedrooms beds points percent pct th st nd rd bis ter er ème eme"},
    {kTimeWord, 0, {}, "am pm uhr h ч hs часов h00 o'clock"},
    {kMonth, 0, {}, "january february march april june july august september october november december jan feb mar apr jun jul aug sep oct nov dec"},
    {kMonth, 0, {}, "janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv févr avr juil déc"},
    {kMonth, 0, {}, "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"},
    {kMonth, 0, {}, "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"},
    {kMonth, 0, {}, "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"},
    {kMonth, 0, {}, "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro"},
    {kMonth, 0, {}, "januar februar märz juni juli oktober dezember"},
    {kMonth, 0, {}, "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre"},
    {kMonth, 0, {}, "ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie"},
    {kMonth, 0, {}, "ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"},
    {kPhoneCue, 0, {}, "tel tél télé phone phones telephone téléphone fon telefon telefone teléfono telefono telefonnummer mobile mob cell cel celular móvil portable handy cellulare call calls calling text txt sms ring contact reach appel appelez appeler appelle llama llámame llamar anrufen ruf ligue liga chiama chiamare chiamami sună sunați ara arayın тел телефон звони звоните звонить номер пиши هاتف جوال موبايل اتصل رقم للتواصل 电话 手机 联系 联系方式 致电 電話 手機 call/text fax num numéro número nummer"},
    {kCodeCue, 0, {}, "order ref reference référence referencia referenz code commande bestellung pedido заказ заказа siret siren vat tva isbn ean sku invoice facture rechnung factura serial permit license licence registration regn id job vacancy ticket case dossier 订单 订单号 编号 单号 ppsn nif nie cif cnpj cpf inn инн огрн ogrn qq 扣扣 номера артикул zip postcode plz cp"},
    // ---- services ----
    {kService | kServiceSure, 0, Service::telegram, "telegram telegramm télégram télegram телеграм телеграмм телеграмме телеграме تيليجرام تلغرام تيليغرام تليجرام تلجرام telgram telegrama 电报 電報 telega тг телега тлг tlgrm"},
    {kService, 0, Service::telegram, "tg tlg tele"},
    {kService | kServiceSure, 0, Service::whatsapp, "whatsapp whatsap watsapp whatapp whats'app watsap wathsapp whatssapp whatsup ватсап вацап вотсап вотсапп ватсапп whatsapps واتساب واتس الواتساب واتسآب wapp whtsapp wsp wpp whatsa"},
    {kService, 0, Service::whatsapp, "wa whats"},
    {kService | kServiceSure, 0, Service::instagram, "instagram insta instagr инстаграм инстаграмм инста انستغرام انستجرام انستا إنستغرام insta."},
    {kService, 0, Service::instagram, "ig"},
    {kService | kServiceSure, 0, Service::snapchat, "snapchat снэпчат снапчат سناب سنابشات snapp"},
    {kService, 0, Service::snapchat, "snap sc"},
    {kService | kServiceSure, 0, Service::wechat, "wechat weixin 微信 微信号 薇信 威信 v信 вичат"},
    {kService, 0, Service::wechat, "wx vx v 微"},
    {kService, 0, Service::line, "line ไลน์ ライン lineid"},
    {kService, 0, Service::signal, "signal сигнал سيجنال"},
    {kService, 0, Service::vk, "vk вк vkontakte вконтакте"},
    {kService | kServiceSure, 0, Service::tiktok, "tiktok тикток تيك抖音 抖音 tictoc"},
    {kService | kServiceSure, 0, Service::facebook, "facebook фейсбук فيسبوك"},
    {kService, 0, Service::facebook, "fb"},
    {kPhoneCue, 0, {}, "viber вайбер фавайбер"},
    {kFiller, 0, {}, "id is my me on at ist est es es: mon ma mi mio mein meine moi name username user nick nickname account acc add us handle pseudo compte cuenta usuario мой моя ник аккаунт логин perfil 号 号码 是 加 我 حسابي benim hesap contul meu minha il la le the only : link contact via"},
    {kNoHandle, 0, {}, "and or number only for to with in the of a an please now also you we i it this that if so but no yes et ou pour avec dans les des du au aux par sur si y o con por para en de del los las un una und oder mit für im der die das von zu и или на в с по для е или о a da do em na no com os as ve veya ile için group channel page account messages message message: text call chat only. here available preferred dm pm video videos pics foto fotos gruppe canal groupe number: numero numéro número номер или hier aquí ici тоже также"},
    {kAtWord, 0, {}, "at arroba arobase arobas собака собачка chiocciola at-sign klammeraffe 艾特 arond kuyruklu آت"},
    {kDotWord, 0, {}, "dot point punto ponto punkt точка punct nokta 点 點 نقطة"},
    {kSlashWord, 0, {}, "slash barra schrägstrich слэш слеш 斜杠 سلاش"},
    {kPlusWord, 0, {}, "plus más plus+ плюс mais più زائد 加 artı"},
    {kUnderscoreWord, 0, {}, "underscore подчеркивание unterstrich guionbajo"},
    {kDashWord, 0, {}, "dash hyphen tiret guion trattino bindestrich дефис"},
    {kUrlScheme, 0, {}, "http https hxxp hxxps www"},
    {kWebmail, 0, {}, "gmail gmai googlemail yahoo hotmail outlook live msn icloud aol proton protonmail gmx mail yandex rambler inbox bk list qq 163 126 sina foxmail web orange free sfr laposte wanadoo libero tiscali virgilio uol bol terra ukr zoho tutanota t-online freenet gmial hotmial tutamail mailbox posteo onet wp interia seznam"},
    {kTopLevel, 0, {}, "com net org info biz edu gov mil int eu fr uk ru ua kz by pl cz sk hu ro bg gr tr rs hr ba mk dk fi lv lt ee ie pt nl ch li lu br mx ar cl co pe uy ve ec bo py cr cu gt hn ni pa jp cn hk tw kr th vn ph sg au nz za ng ke gh eg ma tn dz ae qa kw bh om jo lb il ir iq pk bd lk np mm kh ge am az md su рф online site shop store xyz top club app dev io ai tv cc ws mobi asia name pro jobs agency escort sexy dating link click live news world today life space website tech blog cloud digital email media center company group ltd icu vip work fun mom lol monster cam chat social network events services solutions studio team city paris berlin moscow cat tel travel museum aero coop page bio dog one gg fm am sh pw nu tk ml ga cf gq"},
    {kTopLevelWord, 0, {}, "in is it no so me my be at to do as us de es se si ca la al im id st at ac sc lc vc mn mo ms mu mt mc mp pm re sa sb sd sl sm sn sr sy sz td tf tg tj tl tm tn tt tz ug uz va vg vi vu wf ye yt zm zw ad af ag ai an ao aq aw ax bb bf bi bj bm bn bs bt bv bw bz cd cg ci ck cm cv cx cy dj dm er et eu fj fk fo gd gf gg gi gl gm gn gp gs gt gu gw gy ht je jm ki km kn kp ky kg lr ls ly mg mh mr mv mw mz na nc ne nf nr pf pg pk pn pr ps rw"},
};
// clang-format on

}  // namespace maillon::extract
