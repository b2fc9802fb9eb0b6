// Russian, Arabic, Chinese, German, Romanian, Turkish: what people write in offers
// of work and small ads. Made up for this program; see simulate/grammar.h.
#include "simulate/grammar_texts.h"

namespace maillon::simulate {

constexpr std::string_view kRussianGrammar = R"(
title: {job}, {town}|{town}: {job}|требуется {job}|вакансия: {job} ({pay})|{job}, {soon}|работа, {town} – {job}|ищем: {job}
seek: требуется|нужен|мы ищем:|в команду нужен|приглашаем на работу:|есть место:|открыта вакансия:
adj: надёжный|доброжелательный|старательный|аккуратный|весёлый|опытный|пунктуальный|честный|быстрый
firm: семейная фирма|небольшая компания|команда из {=5-40} человек|новый филиал|молодая компания|фирма с опытом {=12-60} лет
soon: срочно|с {date}|со следующей недели|как можно скорее|в этом месяце|на сезон|на {=3-10} месяцев
hire: {seek} {job} в город {town}, {firm}|{firm} (город {town}): {seek} {job} {soon}|{seek} {job} {soon}, {adj} и {adj} человек
 |{town}: {seek} {job}, можно без опыта|начало {soon}, должность: {job}, {firm}
tasks: задачи: {task}, {task} и {task}|надо {task} и {task}|каждый день {task}, {task}|в основном {task}, иногда {task}
pay: {pay} плюс {perk}|платим {pay}, {perk}|{pay}, выплата каждый {when}, {perk}|оплата от {pay}|{perk}, {perk} и {pay}
when: месяц|вторник|вечер|четверг
perk: бесплатные обеды|оплачиваемый отпуск|оплата проезда|договор|доплата за воскресенье|рабочая одежда|курсы языка
 |премия через {=3-9} месяцев|бесплатная стоянка
home: комната {#9-18} м² за {#4000-9000} в месяц|общая квартира в {=5-30} минутах от работы|поможем найти комнату|без жилья, но {perk}
need: нужен {adj} и {adj} человек|возраст от {#18-21} до {#45-60} лет|пригодится {skill}|{skill} и {skill} будут плюсом
 |без опыта, научим за {=2-14} дней
skill: водительские права|немного английского|знание компьютера|хорошее здоровье|второй язык|опыт продаж|знание района
time: {=3-6} дней в неделю по {=4-9} часов|с {=6-10}:00 до {=15-21}:{=10-50}|{=12-40} часов в неделю|выходные свободны|только утром
about: {name} руководит и всё покажет|у нас {=3-60} человек из {=3-12} стран|мы работаем здесь {=3-40} лет|коллектив дружный, каждый {adj}
close: спросите {name}|ответим в течение {=2-48} часов|напишите, где увидели объявление|коротко расскажите о себе|код {#1200-98700}|ждём вас
job0: официант|работник зала|помощник бармена
task0: обслуживать столики|принимать заказы|накрывать столы|помогать за стойкой|протирать бокалы
job1: уборщик|помощник по дому|горничная
task1: убирать офисы|застилать кровати|мыть окна|пылесосить лестницы|менять бельё
job2: работник на ферму|помощник на сбор урожая|тепличный рабочий
task2: собирать клубнику|сортировать яблоки|сажать рассаду|кормить кур|укладывать ящики
job3: водитель|курьер|водитель фургона
task3: развозить посылки|возить гостей на вокзал|грузить фургон|проверять бумаги
job4: модель для каталога|модель для трикотажа|модель рук
task4: показывать пальто|участвовать в показе магазина|сниматься в обуви|примерять образцы
job5: няня|помощница с детьми|бебиситтер
task5: забирать детей из школы|готовить обед|читать сказки|помогать с уроками
job6: строитель|помощник каменщика|маляр
task6: мешать раствор|красить стены|класть плитку|носить кирпич|ставить леса
job7: оператор колл-центра|телефонный оператор|специалист по клиентам
task7: отвечать на звонки|записывать на приём|писать короткие письма|помогать клиентам
offer: {obj}, {cond}, {#900-45000} руб.|{give}: {obj}, {cond}|{obj}, {cond}, самовывоз, {town}|{cond}: {obj}
give: продаю|отдам|сдаю|меняю|предлагаю
obj: велосипед|диван|стиральная машина|уроки гитары|комната|уроки математики|коляска|палатка на {=2-6} человек|стол {#80-160}x{#50-80} см
 |дубовый стол|пианино|зимняя резина|набор из {=4-30} книг|садовый инструмент|плита|место на стоянке
cond: как новое|в работе {=2-9} месяцев|мелкие царапины|почти новое|в хорошем виде|возраст {=2-15} лет|чистое
state: смотреть вечером|всё работает, изношена только {part}|куплено в {=2008-2023} году|в связи с переездом|вес {#3-60} кг, высота {#30-190} см|в комплекте {part} и {part}
part: лампа|ручка|сумка|крышка|коробка|книжка|кнопка|полка
extra: {perk} включено|поможет {skill}|говорим прямо: хорошая работа и {adj} коллектив|приходите вдвоём, каждому {pay}
call: звоните {C}|тел. {C}|телефон: {C}|спросить {name}: {C}|{C} (звонки и смс)
whatsapp: WhatsApp {C}|пишите в WhatsApp: {C}|ватсап {C}
mail: почта: {C}|e-mail: {C}|пишите на {C}
telegram: Telegram {C}|телеграм {C}|пишите в телеграм {C}
instagram: Instagram {C}|инстаграм: {C}|insta {C}
bank: задаток на IBAN {C}|счёт {C}|перевод задатка: {C}
coin: оплата криптовалютой: {C}|кошелёк {C}|задаток на кошелёк {C}
agency: вопросы через офис: {C}|линия агентства {C}|через агентство, {C}
)";

constexpr std::string_view kArabicGrammar = R"(
title: {job} في {town}|{town}: {job}|مطلوب {job}|وظيفة: {job} ({pay})|{job}، {soon}|عمل في {town} – {job}
seek: مطلوب|نبحث عن|نحتاج إلى|فريقنا يبحث عن|نوظف|توجد فرصة لـ
adj: أمين|ودود|مجتهد|دقيق|مرح|صاحب خبرة|ملتزم بالوقت|صادق|سريع
firm: شركة عائلية|شركة صغيرة|فريق من {=5-40} أشخاص|فرع جديد|شركة شابة|شركة عمرها {=12-60} سنة
soon: فورا|ابتداء من {date}|الأسبوع القادم|في أقرب وقت|هذا الشهر|للموسم|لمدة {=3-10} أشهر
hire: {seek} {job} {adj} للعمل في {town}|{firm} في {town} تبحث عن {job} {soon}|{job}: مكان شاغر {soon} في {town}
 |{seek} {job} {soon}، بدون خبرة أيضا|ابدأ {soon} في وظيفة {job} مع {firm}
tasks: العمل: {task} و{task} و{task}|عليك {task} و{task}|كل يوم {task} و{task}|غالبا {task} وأحيانا {task}
pay: {pay} مع {perk}|ندفع {pay} و{perk}|{pay} تدفع كل {when} مع {perk}|الأجر من {pay}|{perk} و{perk} و{pay}
when: أسبوع|شهر|خميس|أسبوعين
perk: وجبات مجانية|إجازة مدفوعة|بدل نقل|عقد مكتوب|زيادة يوم الجمعة|ملابس عمل|دورة لغة|مكافأة بعد {=3-9} أشهر|موقف مجاني
home: غرفة {#9-18} متر مربع مقابل {#180-420} شهريا|سكن مشترك على بعد {=5-30} دقيقة|نساعد في إيجاد غرفة|بدون سكن ولكن {perk}
need: نريد شخصا {adj} و{adj}|العمر من {#18-21} إلى {#45-60} سنة|يفضل {skill}|{skill} و{skill} ميزة|بدون خبرة، نعلمك في {=2-14} يوما
skill: رخصة القيادة|بعض الإنجليزية|أساسيات الحاسوب|صحة جيدة|لغة ثانية|خبرة في البيع|معرفة المنطقة
time: {=3-6} أيام في الأسبوع و{=4-9} ساعات في اليوم|من {=6-10}:00 إلى {=15-21}:{=10-50}|{=12-40} ساعة أسبوعيا|عطلة نهاية الأسبوع|صباحا فقط
about: {name} يقود الفريق ويشرح كل شيء|نحن {=3-60} شخصا من {=3-12} بلدا|نعمل في {town} منذ {=3-40} سنة|الجو جيد وكل زميل {adj}
close: اسأل عن {name}|نرد خلال {=2-48} ساعة|اذكر أين رأيت الإعلان|اكتب سطرين عن نفسك|رقم الإعلان {#1200-98700}|بانتظار رسالتك
job0: نادل أو نادلة|عامل صالة|مساعد في المقهى
task0: خدمة الطاولات|أخذ الطلبات|ترتيب الطاولات|المساعدة في المقهى|تجفيف الأكواب
job1: عامل نظافة|مساعدة منزلية|عامل تنظيف مكاتب
task1: تنظيف المكاتب|ترتيب الأسرة|غسل النوافذ|كنس الدرج|تغيير الشراشف
job2: عامل مزرعة|عامل حصاد|عامل بيوت زجاجية
task2: قطف الفراولة|فرز التفاح|زرع الشتلات|إطعام الدجاج|تعبئة الصناديق
job3: سائق|سائق توصيل|سائق شاحنة صغيرة
task3: توصيل الطرود|نقل الزبائن إلى المحطة|تحميل السيارة|مراجعة الأوراق
job4: عارض أزياء لكتالوج|عارضة ملابس صوفية|عارض أحذية
task4: عرض المعاطف|المشاركة في عرض متجر|التصوير مع الأحذية|تجربة العينات
job5: مربية أطفال|جليسة أطفال|مساعدة لرعاية الأطفال
task5: إحضار الأطفال من المدرسة|تحضير الغداء|قراءة القصص|المساعدة في الواجبات
job6: عامل بناء|مساعد بناء|دهان
task6: خلط الإسمنت|دهان الجدران|تركيب البلاط|حمل الطوب|نصب السقالات
job7: موظف مركز اتصال|موظف هاتف|موظف خدمة زبائن
task7: الرد على المكالمات|حجز المواعيد|كتابة رسائل قصيرة|مساعدة الزبائن
offer: {obj} {cond} بسعر {#15-950}|{give} {obj}، {cond}|{obj}، {cond}، الاستلام في {town}|{cond}: {obj}
give: للبيع|هدية|للإيجار|للتبديل|أعرض
obj: دراجة|أريكة|غسالة|دروس غيتار|غرفة مزدوجة|دروس رياضيات|عربة أطفال|خيمة لعدد {=2-6}|مكتب {#80-160}x{#50-80} سم
 |طاولة خشب|بيانو|مجموعة {=4-30} كتابا|أدوات حديقة|فرن|موقف سيارة
cond: كالجديد|مستعمل {=2-9} أشهر|مع خدوش صغيرة|شبه جديد|بحالة جيدة|عمره {=2-15} سنة|نظيف
state: يمكن رؤيته مساء|يعمل جيدا ويلزم فقط {part}|اشتري سنة {=2008-2023}|بسبب الانتقال|الوزن {#3-60} كغ والارتفاع {#30-190} سم|مع {part} و{part}
part: الجرس|المصباح|القفل|الغطاء|المقبض|الحقيبة|الدليل|العلبة
extra: يشمل {perk}|يساعد {skill}|نقولها بوضوح: عمل جيد وزميل {adj}|إذا جاء اثنان فلكل واحد {pay}
call: اتصل على {C}|هاتف {C}|الهاتف: {C}|اسأل عن {name}: {C}|{C} (اتصال ورسائل)
whatsapp: واتساب {C}|اكتب على واتساب: {C}|WhatsApp {C}
mail: البريد: {C}|e-mail: {C}|اكتب إلى {C}
telegram: تلغرام {C}|Telegram {C}|اكتب على تلغرام {C}
instagram: انستغرام {C}|Instagram: {C}|insta {C}
bank: العربون إلى IBAN {C}|الحساب {C}|تحويل العربون: {C}
coin: الدفع بالعملة الرقمية: {C}|المحفظة {C}|العربون إلى المحفظة {C}
agency: الاستفسار عبر المكتب: {C}|خط وكالتنا {C}|عن طريق الوكالة {C}
)";

constexpr std::string_view kChineseGrammar = R"(
title: {town}招{job}|{job}（{town}）|招聘{job}，{pay}|{soon}招{job}|{town}工作：{job}|急需{job}
seek: 招聘|诚聘|我们需要|现招|本团队招|寻找|欢迎加入：
adj: 认真|友好|勤快|细心|开朗|有经验|守时|诚实|麻利
firm: 家庭小店|小公司|{=5-40}人的团队|新开的分店|年轻的公司|开了{=12-60}年的老店
soon: 马上|从{date}起|下周|尽快|本月|旺季|干{=3-10}个月
hire: {seek}{adj}的{job}，地点{town}|{town}的{firm}{soon}{seek}{job}|{job}，{town}，{soon}上班|{seek}{job}，新手也可以|{soon}到{firm}做{job}
tasks: 工作内容：{task}，{task}，{task}|主要{task}，也要{task}|每天{task}和{task}|平时{task}，有时{task}
pay: {pay}，另有{perk}|工资{pay}，{perk}|{pay}，每{when}发，{perk}|{perk}，{perk}，{pay}|底薪{pay}
when: 周|月|半个月|周五
perk: 包吃|带薪休假|报销路费|签合同|周日加钱|发工作服|语言课|满{=3-9}个月有奖金|免费停车
home: 有{#9-18}平米的房间，每月{#180-420}|合住，走路{=5-30}分钟|帮忙找房|不包住，但{perk}|有厨房，{perk}
need: 要求{adj}、{adj}|年龄{#18-21}到{#45-60}岁|{skill}优先|有{skill}和{skill}更好|没经验可教，{=2-14}天学会
skill: 驾照|一点英语|电脑基础|身体好|第二门语言|销售经验|熟悉附近
time: 每周{=3-6}天，每天{=4-9}小时|{=6-10}:00到{=15-21}:{=10-50}|每周{=12-40}小时|周末休息|只上早班|提前{=2-5}周排班
about: {name}带队，什么都教|我们有{=3-60}人，来自{=3-12}个国家|在{town}已经{=3-40}年|气氛好，大家都很{adj}|可以先试一天
close: 请找{name}|{=2-48}小时内回复|请说明在哪里看到的|简单介绍自己即可|编号{#1200-98700}|期待你的消息|欢迎介绍朋友
job0: 服务员|餐厅帮手|吧台帮手
task0: 端菜|点单|摆桌|在吧台帮忙|擦杯子|迎客
job1: 保洁员|家政帮手|客房清洁员
task1: 打扫办公室|铺床|擦窗户|吸尘|换床单|收拾厨房
job2: 农场工人|采摘工|大棚工人
task2: 摘草莓|挑苹果|种苗|喂鸡|装箱|绑西红柿
job3: 司机|送货司机|面包车司机
task3: 送包裹|送客人到车站|装车|检查单据|安排路线
job4: 服装目录模特|毛衣模特|鞋子模特
task4: 展示大衣|在商店走秀|拍鞋子照片|试穿样品
job5: 保姆|带孩子的阿姨|临时看护
task5: 接孩子放学|做午饭|讲故事|辅导作业|去公园玩
job6: 建筑工人|瓦工帮手|油漆工
task6: 拌水泥|刷墙|贴瓷砖|搬砖|搭架子
job7: 客服|电话客服|接线员
task7: 接电话|安排预约|写短邮件|帮助客户|记录订单
offer: {obj}，{cond}，{#150-9500}元|{give}{obj}，{cond}|{obj}，{cond}，{town}自取|{cond}：{obj}
give: 出售|赠送|出租|交换|提供
obj: 自行车|沙发|洗衣机|吉他课|双人间|数学课|婴儿车|{=2-6}人帐篷|书桌{#80-160}x{#50-80}厘米|木桌|钢琴|{=4-30}本书|园艺工具|烤箱|车位
cond: 几乎全新|用了{=2-9}个月|有小划痕|保养好|{=2-15}年旧|干净|去年修过
state: 晚上可看|都能用，只是{part}旧了|{=2008-2023}年买的|因为搬家|重{#3-60}公斤，高{#30-190}厘米|带{part}和{part}|价格可谈
part: 铃|灯|锁|罩子|把手|袋子|说明书|盒子
extra: 包括{perk}|会{skill}更好|直说：好工作，{adj}的同事|两人一起来，每人{pay}|有{=2-30}扇窗和花园
call: 电话{C}|请打{C}|联系电话：{C}|找{name}：{C}|{C}（电话短信）
whatsapp: WhatsApp {C}|请用WhatsApp：{C}
mail: 邮箱{C}|邮件：{C}|写信到{C}
telegram: Telegram {C}|电报：{C}|TG：{C}
instagram: Instagram {C}|insta：{C}
wechat: 微信：{C}|加微信 {C}|WeChat: {C}
bank: 定金转到IBAN {C}|账户{C}
coin: 可用数字货币：{C}|钱包 {C}
agency: 咨询办公室：{C}|中介电话{C}|由中介安排，{C}
)";

constexpr std::string_view kGermanGrammar = R"(
title: {job} in {town}|{town}: {job}|{job} gesucht|Stelle: {job} ({pay})|{job}, {soon}|Arbeit in {town} – {job}
seek: wir suchen|gesucht:|unser Team sucht|wir stellen ein:|wir brauchen|freie Stelle:
adj: zuverlässig|freundlich|fleißig|motiviert|sorgfältig|fröhlich|erfahren|pünktlich|ehrlich|flink
firm: Familienbetrieb|kleine Firma|Team von {=5-40}|bekanntes Haus|neue Filiale|junge Firma|Haus mit {=12-60} Jahren Geschichte
soon: sofort|ab {date}|ab nächster Woche|so bald wie möglich|diesen Monat|für die Saison|für {=3-10} Monate
hire: {seek} {job} für unser Haus in {town}|{firm} in {town} sucht {job} {soon}|{job}: Platz frei {soon} in {town}|{seek} {job} {soon}, auch ohne Erfahrung
 |{soon} als {job} anfangen, {firm} in {town}
tasks: Aufgaben: {task}, {task} und {task}|Sie sollen {task} und {task}|jeden Tag {task}, {task}|meistens {task}, manchmal {task}
pay: {pay} und {perk}|wir zahlen {pay}, dazu {perk}|{pay}, Auszahlung jeden {when}, {perk}|Lohn ab {pay}|{perk}, {perk} und {pay}
when: Monat|Freitag|zweiten Montag
perk: freies Essen|bezahlter Urlaub|Fahrgeld|schriftlicher Vertrag|Zuschlag am Sonntag|Arbeitskleidung|Sprachkurs|Prämie nach {=3-9} Monaten|freier Parkplatz
home: Zimmer mit {#9-18} m² für {#180-420} im Monat|Wohngemeinschaft, {=5-30} Minuten entfernt|wir helfen bei der Zimmersuche|keine Wohnung, aber {perk}
need: Sie sind {adj} und {adj}|Alter von {#18-21} bis {#45-60} Jahren|{skill} ist gut|{skill} und {skill} wären schön|keine Erfahrung nötig, wir zeigen alles in {=2-14} Tagen
skill: ein Führerschein|etwas Englisch|Umgang mit Computern|gute Gesundheit|eine zweite Sprache|Erfahrung im Verkauf|Ortskenntnis
time: {=3-6} Tage die Woche, {=4-9} Stunden am Tag|von {=6-10}:00 bis {=15-21}:{=10-50} Uhr|{=12-40} Stunden die Woche|Wochenende frei|nur vormittags
about: {name} leitet das Team und zeigt alles|wir sind {=3-60} Leute aus {=3-12} Ländern|seit {=3-40} Jahren in {town}|die Stimmung ist gut und alle sind {adj}
close: fragen Sie nach {name}|Antwort binnen {=2-48} Stunden|bitte sagen, wo Sie die Anzeige sahen|schreiben Sie kurz über sich|Kennziffer {#1200-98700}|bis bald
job0: Kellner oder Kellnerin|Servicekraft|Hilfe an der Theke
task0: bedienen|Bestellungen aufnehmen|Tische decken|an der Theke helfen|Gläser polieren
job1: Reinigungskraft|Haushaltshilfe|Hilfe für die Gästezimmer
task1: Büros putzen|Betten machen|Fenster putzen|Treppen saugen|Wäsche wechseln
job2: Erntehelfer|Hilfe auf dem Hof|Gärtnerhelfer
task2: Erdbeeren pflücken|Äpfel sortieren|Setzlinge pflanzen|Hühner füttern|Kisten packen
job3: Fahrer|Paketbote|Fahrer für Kleinbus
task3: Pakete ausfahren|Gäste zum Bahnhof bringen|Wagen laden|Papiere prüfen
job4: Model für Kataloge|Model für Strickmode|Handmodel
task4: Mäntel zeigen|im Laden vorführen|Schuhe vorführen|Muster anprobieren
job5: Kinderfrau|Babysitter|Hilfe für die Kinder
task5: Kinder von der Schule holen|Mittagessen kochen|vorlesen|bei Hausaufgaben helfen
job6: Bauhelfer|Maurer|Maler
task6: Mörtel mischen|Wände streichen|Fliesen legen|Steine tragen|Gerüste bauen
job7: Telefonist|Kraft für das Callcenter|Kundenbetreuer
task7: Anrufe annehmen|Termine vergeben|kurze Mails schreiben|Kunden helfen
offer: {obj}, {cond}, {#15-950} €|{give} {obj}, {cond}|{obj}, {cond}, abzuholen in {town}|{cond}: {obj}
give: verkaufe|verschenke|vermiete|tausche|biete
obj: Fahrrad|Sofa|Waschmaschine|Gitarrenunterricht|Doppelzimmer|Nachhilfe in Mathe|Kinderwagen|Zelt für {=2-6}|Schreibtisch {#80-160}x{#50-80} cm
 |Eichentisch|Klavier|Winterreifen|{=4-30} Bücher|Gartengeräte|Herd|Stellplatz
cond: wie neu|{=2-9} Monate benutzt|mit kleinen Kratzern|fast neu|gut gepflegt|{=2-15} Jahre alt|sauber
state: abends zu sehen|alles geht, nur {part} ist alt|gekauft {=2008-2023}|wegen Umzug|Gewicht {#3-60} kg, Höhe {#30-190} cm|dazu {part} und {part}
part: die Klingel|die Lampe|das Schloss|der Bezug|der Griff|die Tasche|das Handbuch|der Karton
extra: {perk} ist dabei|{skill} hilft|klar gesagt: gute Arbeit, alle sind {adj}|kommen Sie zu zweit, beide erhalten {pay}
call: Anruf unter {C}|Tel. {C}|Telefon: {C}|{name} fragen: {C}|{C} (Anruf und SMS)
whatsapp: WhatsApp {C}|schreiben Sie auf WhatsApp: {C}|nur WhatsApp {C}
mail: Mail: {C}|E-Mail: {C}|schreiben Sie an {C}
telegram: Telegram {C}|schreiben Sie auf Telegram {C}|TG: {C}
instagram: Instagram {C}|insta: {C}|IG {C}
bank: Anzahlung auf IBAN {C}|Konto {C}|Überweisung der Anzahlung: {C}
coin: Zahlung in Krypto: {C}|Wallet {C}|Anzahlung in Krypto an {C}
agency: Fragen an das Büro: {C}|Telefon unserer Agentur {C}|über die Agentur, {C}
)";

constexpr std::string_view kRomanianGrammar = R"(
title: {job} în {town}|{town}: {job}|caut {job}|post: {job} ({pay})|{job}, {soon}|de lucru în {town} – {job}
seek: căutăm|avem nevoie de|echipa noastră caută|angajăm|se caută|locuri libere pentru
adj: serios|prietenos|harnic|atent|vesel|cu experiență|punctual|cinstit|rapid
firm: firmă de familie|firmă mică|echipă de {=5-40}|casă cunoscută|filială nouă|firmă tânără|firmă cu {=12-60} de ani de istorie
soon: imediat|din {date}|săptămâna viitoare|cât mai repede|luna aceasta|pentru sezon|pentru {=3-10} luni
hire: {seek} {job} {adj} pentru sediul din {town}|{firm} din {town} caută {job} {soon}|{job}: loc liber {soon} în {town}|{seek} {job} {soon}, și fără experiență
tasks: munca: {task}, {task} și {task}|trebuie {task} și {task}|în fiecare zi {task}, {task}|mai ales {task}, uneori {task}
pay: {pay} plus {perk}|plătim {pay} și {perk}|{pay}, plata la fiecare {when}, {perk}|salariu de la {pay}|{perk}, {perk} și {pay}
when: săptămână|lună|vineri|două săptămâni
perk: masă gratis|concediu plătit|transport plătit|contract scris|spor duminica|haine de lucru|curs de limbă|primă după {=3-9} luni|parcare gratis
home: cameră de {#9-18} m² cu {#180-420} pe lună|locuință comună la {=5-30} minute|ajutăm la găsirea unei camere|fără cazare, dar {perk}
need: cerem oameni {adj} și {adj}|vârsta de la {#18-21} la {#45-60} ani|ajută {skill}|{skill} și {skill} sunt bune|fără experiență, învățăm în {=2-14} zile
skill: permisul auto|puțină engleză|calculator de bază|sănătate bună|a doua limbă|experiență în vânzări
time: {=3-6} zile pe săptămână, {=4-9} ore pe zi|de la {=6-10}:00 la {=15-21}:{=10-50}|{=12-40} ore pe săptămână|sfârșit de săptămână liber|doar dimineața
about: {name} conduce echipa și arată tot|suntem {=3-60} oameni din {=3-12} țări|suntem în {town} de {=3-40} ani|atmosferă bună și oameni {adj}
close: întrebați de {name}|răspundem în {=2-48} ore|spuneți unde ați văzut anunțul|scrieți câteva rânduri despre dumneavoastră|ref. {#1200-98700}|vă așteptăm
job0: ospătar|personal de sală|ajutor de bar
task0: servire la mese|luat comenzi|pus mesele|ajutor la bar|șters pahare
job1: personal de curățenie|ajutor în casă|cameristă
task1: curățat birouri|făcut paturi|spălat geamuri|aspirat scări|schimbat lenjerii
job2: muncitor la fermă|ajutor la recoltă|muncitor în seră
task2: cules căpșuni|sortat mere|plantat răsaduri|hrănit găini|umplut lăzi
job3: șofer|curier|șofer de dubă
task3: livrat colete|dus clienți la gară|încărcat duba|verificat acte
job4: model pentru catalog|model pentru tricotaje|model pentru încălțăminte
task4: prezentat paltoane|defilat în magazin|pozat cu pantofi|probat mostre
job5: bonă|babysitter|ajutor pentru copii
task5: luat copiii de la școală|gătit prânzul|citit povești|ajutat la teme
job6: constructor|ajutor de zidar|zugrav
task6: făcut mortar|vopsit pereți|pus gresie|cărat cărămizi|montat schele
job7: operator telefonic|agent de relații cu clienții|operator call center
task7: răspuns la apeluri|făcut programări|scris mesaje scurte|ajutat clienți
offer: {obj}, {cond}, {#50-4500} lei|{give} {obj}, {cond}|{obj}, {cond}, de luat din {town}|{cond}: {obj}
give: vând|ofer gratis|închiriez|schimb|ofer
obj: bicicletă|canapea|mașină de spălat|lecții de chitară|cameră dublă|meditații la matematică|cărucior|cort de {=2-6} persoane|birou {#80-160}x{#50-80} cm|masă de stejar|pian|{=4-30} cărți|unelte de grădină|cuptor
cond: ca nou|folosit {=2-9} luni|cu zgârieturi mici|aproape nou|bine întreținut|vechi de {=2-15} ani|curat
state: se vede seara|merge bine, doar {part} e uzat|cumpărat în {=2008-2023}|din cauza mutării|greutate {#3-60} kg, înălțime {#30-190} cm|cu {part} și {part}
part: soneria|lampa|lacătul|husa|mânerul|geanta|manualul|cutia
extra: {perk} inclus|ajută {skill}|spunem clar: muncă bună și oameni {adj}|veniți doi, fiecare primește {pay}
call: sunați la {C}|tel. {C}|telefon: {C}|întrebați de {name}: {C}|{C} (apel și SMS)
whatsapp: WhatsApp {C}|scrieți pe WhatsApp: {C}|doar WhatsApp {C}
mail: mail: {C}|e-mail: {C}|scrieți la {C}
telegram: Telegram {C}|scrieți pe Telegram {C}|TG: {C}
instagram: Instagram {C}|insta: {C}|IG {C}
bank: avans în IBAN {C}|cont {C}|transferul avansului: {C}
coin: plata în cripto: {C}|portofel {C}|avans în cripto la {C}
agency: informații la birou: {C}|linia agenției {C}|prin agenție, {C}
)";

constexpr std::string_view kTurkishGrammar = R"(
title: {town} {job}|{town}: {job}|{job} aranıyor|iş ilanı: {job} ({pay})|{job}, {soon}|{town} – {job} alınacak
seek: arıyoruz:|ihtiyacımız var:|ekibimiz arıyor:|işe alıyoruz:|aranıyor:|açık kadro:
adj: güvenilir|güler yüzlü|çalışkan|dikkatli|neşeli|deneyimli|dakik|dürüst|hızlı
firm: aile şirketi|küçük firma|{=5-40} kişilik ekip|tanınmış yer|yeni şube|genç firma|{=12-60} yıllık firma
soon: hemen|{date} tarihinden itibaren|gelecek hafta|en kısa zamanda|bu ay|sezon için|{=3-10} ay için
hire: {seek} {adj} {job}, yer {town}|{town} içinde {firm}, {seek} {job} {soon}|{job}: {town} için boş yer, {soon}|{seek} {job} {soon}, deneyimsiz de olur
tasks: işler: {task}, {task} ve {task}|göreviniz {task} ve {task}|her gün {task}, {task}|çoğunlukla {task}, bazen {task}
pay: {pay} ve {perk}|ödeme {pay}, ayrıca {perk}|{pay}, her {when} ödenir, {perk}|ücret {pay} ile başlar|{perk}, {perk} ve {pay}
when: hafta|ay|cuma|iki hafta
perk: ücretsiz yemek|ücretli izin|yol parası|yazılı sözleşme|pazar farkı|iş kıyafeti|dil kursu|{=3-9} ay sonra prim|ücretsiz otopark
home: {#9-18} m² oda, ayda {#180-420}|ortak ev, {=5-30} dakika uzakta|oda bulmaya yardım ederiz|ev yok ama {perk}
need: {adj} ve {adj} olmalı|{#18-21} ile {#45-60} yaş arası|{skill} artı olur|{skill} ve {skill} iyi olur|deneyim gerekmez, {=2-14} günde öğretiriz
skill: ehliyet|biraz İngilizce|temel bilgisayar|iyi sağlık|ikinci dil|satış deneyimi
time: haftada {=3-6} gün, günde {=4-9} saat|{=6-10}:00 ile {=15-21}:{=10-50} arası|haftada {=12-40} saat|hafta sonu boş|sadece sabah
about: {name} ekibi yönetir ve her şeyi gösterir|{=3-12} ülkeden {=3-60} kişiyiz|{=3-40} yıldır {town} içindeyiz|ortam iyi, herkes {adj}
close: {name} ile görüşün|{=2-48} saat içinde yanıt veririz|ilanı nerede gördüğünüzü yazın|kendinizi kısaca anlatın|ilan no {#1200-98700}|bekliyoruz
job0: garson|salon elemanı|bar yardımcısı
task0: masalara servis|sipariş almak|masa kurmak|barda yardım|bardak silmek
job1: temizlik elemanı|ev yardımcısı|kat görevlisi
task1: ofis temizlemek|yatak yapmak|cam silmek|merdiven süpürmek|çarşaf değiştirmek
job2: çiftlik işçisi|hasat yardımcısı|sera işçisi
task2: çilek toplamak|elma ayırmak|fide dikmek|tavuk beslemek|kasa doldurmak
job3: şoför|kurye|minibüs şoförü
task3: paket dağıtmak|misafiri gara götürmek|araç yüklemek|evrak kontrolü
job4: katalog mankeni|triko mankeni|ayakkabı mankeni
task4: palto göstermek|mağaza defilesi|ayakkabı çekimi|numune denemek
job5: çocuk bakıcısı|dadı|oyun ablası
task5: çocukları okuldan almak|öğle yemeği yapmak|masal okumak|ödeve yardım
job6: inşaat işçisi|duvarcı yardımcısı|boyacı
task6: harç karmak|duvar boyamak|fayans döşemek|tuğla taşımak|iskele kurmak
job7: çağrı merkezi elemanı|telefon görevlisi|müşteri temsilcisi
task7: telefona bakmak|randevu vermek|kısa mesaj yazmak|müşteriye yardım
offer: {obj}, {cond}, {#150-9500} TL|{give} {obj}, {cond}|{obj}, {cond}, {town} içinden alınır|{cond}: {obj}
give: satılık|hediye|kiralık|takas|sunulur:
obj: bisiklet|koltuk|çamaşır makinesi|gitar dersi|çift kişilik oda|matematik dersi|bebek arabası|{=2-6} kişilik çadır|masa {#80-160}x{#50-80} cm|meşe masa|piyano|{=4-30} kitap|bahçe aletleri|fırın
cond: yeni gibi|{=2-9} ay kullanıldı|küçük çizikli|az kullanılmış|bakımlı|{=2-15} yaşında|temiz
state: akşam görülür|hepsi çalışır, yalnız {part} eski|{=2008-2023} yılında alındı|taşınma nedeniyle|ağırlık {#3-60} kg, boy {#30-190} cm|{part} ve {part} ile
part: zil|lamba|kilit|kılıf|kulp|çanta|kitapçık|kutu
extra: {perk} dahil|{skill} yardımcı olur|açıkça: iyi iş, {adj} insanlar|iki kişi gelin, her birine {pay}
call: arayın {C}|tel. {C}|telefon: {C}|{name} ile konuşun: {C}|{C} (arama ve SMS)
whatsapp: WhatsApp {C}|WhatsApp üzerinden yazın: {C}|sadece WhatsApp {C}
mail: e-posta: {C}|e-mail: {C}|yazın: {C}
telegram: Telegram {C}|Telegram üzerinden yazın {C}|TG: {C}
instagram: Instagram {C}|insta: {C}|IG {C}
bank: kapora için IBAN {C}|hesap {C}|kapora havalesi: {C}
coin: kripto ödeme: {C}|cüzdan {C}|kapora için cüzdan {C}
agency: bilgi için ofis: {C}|ajans hattımız {C}|ajans aracılığıyla, {C}
)";

}  // namespace maillon::simulate
