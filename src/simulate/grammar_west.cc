// English, French, Spanish, Portuguese, Italian: what people write in offers of
// work and small ads. Made up for this program; see simulate/grammar.h.
#include "simulate/grammar_texts.h"

namespace maillon::simulate {

constexpr std::string_view kEnglishGrammar = R"(
title: {job} wanted in {town}|{job} – {town}|{town}: {job} needed {soon}|we need {job}|job as {job}
 |{job} ({pay})|{soon}: {job} in {town}|{adj} {job} for {firm}|work in {town} – {job}
seek: we are looking for|we need|now hiring|our team needs|wanted:|we are searching for
 |we would like to meet|there are open places for
adj: reliable|friendly|hard-working|motivated|careful|cheerful|experienced|punctual|honest|quick
firm: family business|small company|team of {=5-40}|growing firm|new branch|busy house|young company
 |old firm with {=12-60} years of history|local business|group with {=3-9} sites
soon: at once|from {date}|next week|as soon as possible|this month|for the season|for {=3-10} months
hire: {seek} {adj} {job} for our {firm} in {town}|our {firm} in {town} seeks {adj} {job} {soon}
 |{job} needed {soon} in {town} and around|{seek} {job} {soon}, also {adj} beginners
 |start {soon} as {job} with a {firm}|in {town} {seek} {adj} and {adj} {job}
tasks: you will {task}, {task} and {task}|your work: to {task} and to {task}|every day you {task} and {task}
 |the job is to {task}, sometimes also to {task}|mostly you {task}; now and then you {task}
pay: {pay} plus {perk}|we pay {pay} and {perk}|{pay}, paid every {when}, {perk}|wage from {pay}
 |{perk}, {perk} and {pay}|fair pay: {pay}
when: week|month|Friday|two weeks|evening after work
perk: free meals|paid holidays|travel costs paid|a written contract|extra for Sundays|work clothes given
 |language course|bonus after {=3-9} months|free parking|a day off in your birthday week
home: a room of {#9-18} m² is there for {#180-420} a month|shared flat {=5-30} minutes from work
 |we help to find a room|housing with own kitchen and {perk}|no housing, but {perk}
need: you should be {adj} and {adj}|we expect {adj} people from {#18-21} to {#45-60} years
 |{skill} is a plus|{skill} and {skill} would be good|no experience needed, we show you all in {=2-14} days
skill: a driving licence|some English|basic computer skills|good health|a second language|experience in sales
 |knowing the area|a clean record|patience with people|a first-aid course
time: {=3-6} days a week, {=4-9} hours a day|from {=6-10}:00 to {=15-21}:{=10-50}|{=12-40} hours a week
 |weekends free|mornings only|shifts by agreement, {=2-5} weeks ahead|start {date}
about: {name} leads the team and shows you all|we work with {=3-60} people from {=3-12} countries
 |our {firm} has been in {town} for {=3-40} years|the mood is good and everyone is {adj}
 |see for yourself on a trial day {soon}
close: ask for {name}|we answer within {=2-48} hours|papers are not needed for the first talk
 |please say where you saw this|apply with a short note about yourself|no agencies please|ref. {#1200-98700}
 |looking forward to hearing from you|tell your friends too
job0: waitress or waiter|waiting staff|bar and table staff
task0: serve tables|take orders|lay the tables|help at the bar|polish glasses|greet guests|carry trays
job1: cleaner|cleaning staff|housekeeping help
task1: clean offices|make beds|wash windows|vacuum stairs|change linen|tidy kitchens|empty bins
job2: farm hand|harvest help|greenhouse worker
task2: pick strawberries|sort apples|plant seedlings|feed the hens|pack boxes|tie tomatoes|weed the rows
job3: driver|delivery driver|van driver
task3: deliver parcels|drive guests to the station|load the van|check the papers|collect goods|plan the tours
job4: fashion model for catalogues|model for knitwear|hand model
task4: show coats for a catalogue|walk at a shop show|pose for shoe pictures|try on samples|wear work clothes for photos
job5: nanny|childminder|babysitter
task5: fetch the children from school|cook lunch|read stories|help with homework|play in the park|put toys away
job6: builder|bricklayer's mate|painter and decorator
task6: mix mortar|paint walls|lay tiles|carry bricks|put up scaffolds|plaster ceilings|saw boards
job7: call centre agent|telephone agent|customer service agent
task7: answer calls|book appointments|write short mails|help customers|note orders|ask how happy people are
offer: {obj} {cond}, {#15-950} {cur}|I {give} {obj}, {cond}|{obj}, {cond}, collect in {town}
 |{cond}: {obj} from a {house} home|for sale or swap: {obj}, {cond}
cur: £|€|pounds|euros
give: sell|give away|rent out|swap|offer
obj: bicycle|sofa|washing machine|guitar lessons|double room|maths lessons|pram|tent for {=2-6}|desk {#80-160}x{#50-80} cm
 |oak table|piano|winter tyres|set of {=4-30} books|mountain bike|garden tools|oven|parking space|German lessons|sewing machine
cond: like new|used for {=2-9} months|with small scratches|nearly new|well kept|{=2-15} years old|clean|repaired last year
house: smoke-free|quiet|tidy|pet-free
state: seen any evening after {=5-7}|it works well, only the {part} is worn|bought in {=2008-2023}|moving house, so it has to go
 |weight {#3-60} kg, height {#30-190} cm|price can be talked about|comes with {part} and {part}
part: bell|lamp|lock|cover|handle|bag|manual|box|cable|drawer
extra: {perk} is included|{skill} helps|we say it plainly: {adj} people, good work|much of it is {adj} talk and tea
 |bring a friend and both get {pay}|the place has {=2-30} windows and a garden
call: call {C}|phone {C}|tel. {C}|ring {name}: {C}|{C} (calls and texts)|more at {C}|number: {C}
whatsapp: WhatsApp {C}|write on WhatsApp: {C}|WhatsApp only {C}
mail: mail {C}|e-mail: {C}|write to {C}|send a note to {C}
telegram: Telegram {C}|write on Telegram {C}|TG: {C}
instagram: Instagram {C}|insta: {C}|IG {C}
bank: deposit to IBAN {C}|bank account {C}|transfer the deposit to {C}
coin: payment in crypto: {C}|wallet {C}|deposit by coin to {C}
agency: bookings and questions through the office: {C}|our agency line {C}|arranged by the agency, {C}
)";

constexpr std::string_view kFrenchGrammar = R"(
title: {job} à {town}|{town} : {job}|recherche {job}|offre : {job} ({pay})|{job}, {soon}|emploi à {town} – {job}|besoin de {job}
seek: nous recherchons|nous cherchons|notre équipe recrute|on recrute|nous embauchons|recherche|il nous faut
adj: fiable|sympathique|dynamique|motivé(e)|soigneux(se)|ponctuel(le)|honnête|rapide|autonome|calme
firm: entreprise familiale|petite société|équipe de {=5-40}|maison connue|nouvelle agence|jeune société|maison fondée il y a {=12-60} ans
soon: tout de suite|à partir du {date}|la semaine prochaine|dès que possible|ce mois-ci|pour la saison|pour {=3-10} mois
hire: {seek} {job} {adj} pour notre {firm} à {town}|notre {firm} de {town} recherche {job} {soon}
 |{job} : poste à prendre {soon} à {town}|{seek} {job} {soon}, débutants acceptés|commencez {soon} comme {job} dans une {firm}
 |à {town}, {seek} {job}, {adj} et {adj}
tasks: vous devrez {task}, {task} et {task}|votre travail : {task} et {task}|chaque jour : {task}, {task}
 |il faut surtout {task}, parfois {task}|le poste consiste à {task} et à {task}
pay: {pay} plus {perk}|nous payons {pay} avec {perk}|{pay}, versés chaque {when}, {perk}|salaire dès {pay}
 |{perk}, {perk} et {pay}|paie correcte : {pay}
when: semaine|mois|vendredi|quinzaine
perk: repas offerts|congés payés|transport remboursé|contrat écrit|prime le dimanche|tenue fournie|cours de langue
 |prime après {=3-9} mois|parking gratuit|un jour libre de plus
home: chambre de {#9-18} m² pour {#180-420} par mois|colocation à {=5-30} minutes du travail|aide pour trouver une chambre
 |logement avec cuisine et {perk}|pas de logement, mais {perk}
need: il faut être {adj} et {adj}|nous attendons des personnes de {#18-21} à {#45-60} ans|{skill} : un plus
 |{skill} et {skill} appréciés|sans expérience, formation de {=2-14} jours
skill: permis de conduire|un peu d'anglais|bases en informatique|bonne santé|deuxième langue|expérience de la vente
 |connaître le quartier|casier vierge|patience|brevet de secourisme
time: {=3-6} jours par semaine, {=4-9} heures par jour|de {=6-10}h00 à {=15-21}h{=10-50}|{=12-40} heures par semaine
 |week-ends libres|le matin seulement|horaires fixés {=2-5} semaines avant|début le {date}
about: {name} dirige l'équipe et vous montre tout|nous sommes {=3-60} personnes de {=3-12} pays
 |notre {firm} est à {town} depuis {=3-40} ans|l'ambiance est bonne et chacun est {adj}|venez voir lors d'une journée d'essai {soon}
close: demandez {name}|réponse sous {=2-48} heures|pas de papiers pour le premier entretien|dites où vous avez vu l'annonce
 |écrivez quelques mots sur vous|agences s'abstenir|réf. {#1200-98700}|au plaisir de vous lire|parlez-en à vos amis
job0: serveur ou serveuse|personnel de salle|équipe de bar
task0: servir à table|prendre les commandes|dresser les tables|aider au bar|essuyer les verres|accueillir les clients
job1: agent d'entretien|femme ou homme de ménage|aide au ménage
task1: nettoyer des bureaux|faire les lits|laver les vitres|passer l'aspirateur|changer les draps|ranger les cuisines
job2: ouvrier agricole|aide aux récoltes|employé de serre
task2: cueillir des fraises|trier les pommes|planter|nourrir les poules|remplir les caisses|attacher les tomates
job3: chauffeur|livreur|conducteur de camionnette
task3: livrer des colis|conduire les clients à la gare|charger la camionnette|vérifier les papiers|préparer les tournées
job4: mannequin pour catalogue|modèle pour tricots|modèle de mains
task4: présenter des manteaux|défiler en boutique|poser pour des chaussures|essayer des prototypes
job5: garde d'enfants|nourrice|baby-sitter
task5: chercher les enfants à l'école|préparer le déjeuner|lire des histoires|aider aux devoirs|jouer au parc
job6: ouvrier du bâtiment|aide-maçon|peintre en bâtiment
task6: préparer le mortier|peindre les murs|poser du carrelage|porter des briques|monter les échafaudages
job7: téléconseiller|agent de centre d'appels|conseiller clientèle
task7: répondre aux appels|prendre des rendez-vous|écrire de courts messages|aider les clients|noter les commandes
offer: {obj}, {cond}, {#15-950} €|je {give} {obj}, {cond}|{obj}, {cond}, à prendre à {town}|{cond} : {obj} d'une maison {house}
give: vends|donne|loue|échange|propose
obj: vélo|canapé|machine à laver|cours de guitare|chambre double|cours de maths|poussette|tente pour {=2-6}|bureau {#80-160}x{#50-80} cm
 |table en chêne|piano|pneus d'hiver|lot de {=4-30} livres|outils de jardin|four|place de parking|machine à coudre
cond: comme neuf|utilisé {=2-9} mois|petites rayures|presque neuf|bien entretenu|{=2-15} ans d'âge|propre|réparé l'an dernier
house: non-fumeur|calme|soignée|sans animaux
state: visible le soir après {=17-19} h|tout marche, seul(e) {part} est usé(e)|acheté en {=2008-2023}|cause déménagement
 |poids {#3-60} kg, hauteur {#30-190} cm|prix à discuter|avec {part} et {part}
part: la sonnette|la lampe|le cadenas|la housse|la poignée|le sac|la notice|la boîte|le câble
extra: {perk} en plus|{skill} aide beaucoup|disons-le : du bon travail, des gens {adj}|venez à deux, et chacun reçoit {pay}
 |la maison a {=2-30} fenêtres et un jardin
call: appelez le {C}|tél. {C}|téléphone : {C}|demandez {name} au {C}|{C} (appels et SMS)|infos au {C}
whatsapp: WhatsApp {C}|écrivez sur WhatsApp : {C}|WhatsApp uniquement {C}
mail: mail : {C}|e-mail : {C}|écrivez à {C}|envoyez un mot à {C}
telegram: Telegram {C}|écrivez sur Telegram {C}|TG : {C}
instagram: Instagram {C}|insta : {C}|IG {C}
bank: acompte sur l'IBAN {C}|compte {C}|virement de l'acompte : {C}
coin: paiement en crypto : {C}|portefeuille {C}|acompte en crypto à {C}
agency: renseignements au bureau : {C}|ligne de notre agence {C}|par l'agence, {C}
)";

constexpr std::string_view kSpanishGrammar = R"(
title: {job} en {town}|{town}: {job}|se busca {job}|oferta: {job} ({pay})|{job}, {soon}|trabajo en {town} – {job}|necesitamos {job}
seek: buscamos|necesitamos|nuestro equipo busca|contratamos|se busca|se necesita|queremos conocer a
adj: responsable|amable|con ganas|puntual|con paciencia|alegre|con experiencia|constante|ágil|formal
firm: empresa familiar|pequeña empresa|equipo de {=5-40}|casa conocida|nueva sucursal|empresa joven|casa con {=12-60} años de historia
soon: ya mismo|desde el {date}|la próxima semana|cuanto antes|este mes|para la temporada|por {=3-10} meses
hire: {seek} {job} {adj} para nuestra casa en {town}|{firm} de {town} busca {job} {soon}|{job}: puesto libre {soon} en {town}
 |{seek} {job} {soon}, también sin experiencia|empiece {soon} como {job} en una {firm}|en {town} {seek} {job}, {adj} y {adj}
tasks: su trabajo: {task}, {task} y {task}|hay que {task} y {task}|cada día: {task}, {task}|sobre todo {task}, a veces {task}
 |el puesto consiste en {task} y {task}
pay: {pay} más {perk}|pagamos {pay} y {perk}|{pay}, se paga cada {when}, {perk}|sueldo desde {pay}|{perk}, {perk} y {pay}
when: semana|mes|viernes|quincena
perk: comidas gratis|vacaciones pagadas|transporte pagado|contrato escrito|plus los domingos|ropa de trabajo|curso de idioma
 |extra a los {=3-9} meses|aparcamiento gratis|un día libre más
home: habitación de {#9-18} m² por {#180-420} al mes|piso compartido a {=5-30} minutos|ayudamos a encontrar habitación
 |vivienda con cocina y {perk}|sin vivienda, pero con {perk}
need: pedimos gente {adj} y {adj}|personas de {#18-21} a {#45-60} años|se valora {skill}|{skill} y {skill} ayudan
 |sin experiencia, enseñamos en {=2-14} días
skill: carnet de conducir|algo de inglés|informática básica|buena salud|segundo idioma|experiencia en ventas|conocer la zona
 |don de gentes|curso de primeros auxilios
time: {=3-6} días por semana, {=4-9} horas al día|de {=6-10}:00 a {=15-21}:{=10-50}|{=12-40} horas semanales|fines de semana libres
 |solo mañanas|turnos con {=2-5} semanas de aviso|inicio el {date}
about: {name} dirige el equipo y le enseña todo|somos {=3-60} personas de {=3-12} países|estamos en {town} desde hace {=3-40} años
 |buen ambiente y gente {adj}|venga a un día de prueba {soon}
close: pregunte por {name}|respondemos en {=2-48} horas|sin papeles para la primera charla|diga dónde vio el anuncio
 |mande unas líneas sobre usted|abstenerse agencias|ref. {#1200-98700}|esperamos su mensaje|avise a sus amigos
job0: camarero o camarera|personal de sala|ayudante de bar
task0: servir mesas|tomar pedidos|poner las mesas|ayudar en la barra|secar copas|recibir clientes
job1: personal de limpieza|limpiador o limpiadora|ayuda de casa
task1: limpiar oficinas|hacer camas|lavar ventanas|pasar la aspiradora|cambiar sábanas|ordenar cocinas
job2: peón agrícola|ayuda para la cosecha|operario de invernadero
task2: recoger fresas|clasificar manzanas|plantar|dar de comer a las gallinas|llenar cajas|atar tomates
job3: conductor|repartidor|chófer de furgoneta
task3: repartir paquetes|llevar clientes a la estación|cargar la furgoneta|revisar papeles|preparar rutas
job4: modelo de catálogo|modelo de punto|modelo de manos
task4: mostrar abrigos|desfilar en tienda|posar con zapatos|probar muestras
job5: niñera|cuidadora de niños|canguro
task5: recoger a los niños del colegio|hacer la comida|leer cuentos|ayudar con los deberes|jugar en el parque
job6: albañil|ayudante de obra|pintor de casas
task6: preparar mortero|pintar paredes|poner azulejos|llevar ladrillos|montar andamios
job7: teleoperador|agente de llamadas|atención al cliente
task7: atender llamadas|dar citas|escribir correos cortos|ayudar a clientes|anotar pedidos
offer: {obj}, {cond}, {#15-950} €|{give} {obj}, {cond}|{obj}, {cond}, recoger en {town}|{cond}: {obj} de casa {house}
give: vendo|regalo|alquilo|cambio|ofrezco
obj: bicicleta|sofá|lavadora|clases de guitarra|habitación doble|clases de matemáticas|carrito|tienda para {=2-6}|escritorio {#80-160}x{#50-80} cm
 |mesa de roble|piano|ruedas de invierno|lote de {=4-30} libros|herramientas de jardín|horno|plaza de garaje|máquina de coser
cond: como nuevo|con {=2-9} meses de uso|con rayas pequeñas|casi nuevo|bien cuidado|de hace {=2-15} años|limpio|arreglado hace un año
house: sin humo|tranquila|ordenada|sin animales
state: se ve por la tarde desde las {=17-19}|funciona bien, solo falla {part}|comprado en {=2008-2023}|por mudanza
 |peso {#3-60} kg, altura {#30-190} cm|precio a convenir|con {part} y {part}
part: el timbre|la lámpara|el candado|la funda|el asa|la bolsa|el manual|la caja|el cable
extra: {perk} incluido|ayuda {skill}|lo decimos claro: buen trabajo y gente {adj}|si vienen dos, cada uno recibe {pay}
 |la casa tiene {=2-30} ventanas y jardín
call: llame al {C}|tel. {C}|teléfono: {C}|pregunte por {name}: {C}|{C} (llamadas y SMS)|más en el {C}
whatsapp: WhatsApp {C}|escriba por WhatsApp: {C}|solo WhatsApp {C}
mail: correo: {C}|e-mail: {C}|escriba a {C}|mande un correo a {C}
telegram: Telegram {C}|escriba por Telegram {C}|TG: {C}
instagram: Instagram {C}|insta: {C}|IG {C}
bank: señal al IBAN {C}|cuenta {C}|transferencia de la señal: {C}
coin: pago en cripto: {C}|monedero {C}|señal en cripto a {C}
agency: información en la oficina: {C}|línea de nuestra agencia {C}|a través de la agencia, {C}
)";

constexpr std::string_view kPortugueseGrammar = R"(
title: {job} em {town}|{town}: {job}|procura-se {job}|vaga: {job} ({pay})|{job}, {soon}|trabalho em {town} – {job}
seek: procuramos|precisamos de|a nossa equipa procura|contratamos|procura-se|há vagas para
adj: responsável|simpático(a)|com vontade|pontual|com paciência|alegre|com experiência|constante|ágil
firm: empresa familiar|pequena empresa|equipa de {=5-40}|casa conhecida|nova filial|empresa jovem|casa com {=12-60} anos
soon: já|a partir de {date}|na próxima semana|o mais cedo possível|este mês|para a época|por {=3-10} meses
hire: {seek} {job} {adj} para a nossa casa em {town}|{firm} de {town} procura {job} {soon}|{job}: lugar livre {soon} em {town}
 |{seek} {job} {soon}, mesmo sem experiência|comece {soon} como {job} numa {firm}
tasks: o seu trabalho: {task}, {task} e {task}|é preciso {task} e {task}|todos os dias: {task}, {task}|sobretudo {task}, às vezes {task}
pay: {pay} mais {perk}|pagamos {pay} e {perk}|{pay}, pago cada {when}, {perk}|ordenado desde {pay}|{perk}, {perk} e {pay}
when: semana|mês|sexta-feira|quinzena
perk: refeições grátis|férias pagas|transporte pago|contrato escrito|extra aos domingos|roupa de trabalho|curso de língua
 |prémio ao fim de {=3-9} meses|estacionamento grátis
home: quarto de {#9-18} m² por {#180-420} ao mês|casa partilhada a {=5-30} minutos|ajudamos a encontrar quarto|sem casa, mas com {perk}
need: pedimos pessoas {adj} e {adj}|pessoas de {#18-21} a {#45-60} anos|valoriza-se {skill}|{skill} e {skill} ajudam
 |sem experiência, ensinamos em {=2-14} dias
skill: carta de condução|algum inglês|informática básica|boa saúde|segunda língua|experiência em vendas|conhecer a zona
time: {=3-6} dias por semana, {=4-9} horas por dia|das {=6-10}:00 às {=15-21}:{=10-50}|{=12-40} horas semanais|fins de semana livres|só manhãs
about: {name} dirige a equipa e ensina tudo|somos {=3-60} pessoas de {=3-12} países|estamos em {town} há {=3-40} anos|bom ambiente e gente {adj}
close: pergunte por {name}|respondemos em {=2-48} horas|diga onde viu o anúncio|escreva umas linhas sobre si|ref. {#1200-98700}|aguardamos a sua mensagem
job0: empregado de mesa|pessoal de sala|ajudante de bar
task0: servir às mesas|tirar pedidos|pôr as mesas|ajudar no bar|secar copos
job1: pessoal de limpeza|ajuda de casa|empregada de limpeza
task1: limpar escritórios|fazer camas|lavar janelas|aspirar escadas|mudar lençóis
job2: trabalhador agrícola|ajuda para a colheita|operário de estufa
task2: apanhar morangos|escolher maçãs|plantar|dar de comer às galinhas|encher caixas
job3: motorista|estafeta|condutor de carrinha
task3: entregar encomendas|levar clientes à estação|carregar a carrinha|ver os papéis
job4: modelo de catálogo|modelo de malhas|modelo de mãos
task4: mostrar casacos|desfilar na loja|posar com sapatos|provar amostras
job5: ama|babysitter|cuidadora de crianças
task5: buscar as crianças à escola|fazer o almoço|ler histórias|ajudar nos deveres
job6: pedreiro|ajudante de obra|pintor de casas
task6: fazer argamassa|pintar paredes|pôr azulejos|levar tijolos|montar andaimes
job7: operador de chamadas|agente de atendimento|apoio ao cliente
task7: atender chamadas|marcar consultas|escrever mensagens curtas|ajudar clientes
offer: {obj}, {cond}, {#15-950} €|{give} {obj}, {cond}|{obj}, {cond}, buscar em {town}|{cond}: {obj}
give: vendo|dou|alugo|troco|ofereço
obj: bicicleta|sofá|máquina de lavar|aulas de guitarra|quarto duplo|aulas de matemática|carrinho|tenda para {=2-6}|secretária {#80-160}x{#50-80} cm
 |mesa de carvalho|piano|lote de {=4-30} livros|ferramentas de jardim|forno|lugar de garagem
cond: como novo|com {=2-9} meses de uso|com riscos pequenos|quase novo|bem tratado|com {=2-15} anos|limpo
state: pode ver-se à tarde|funciona bem, só {part} está gasto|comprado em {=2008-2023}|por mudança|peso {#3-60} kg, altura {#30-190} cm|com {part} e {part}
part: a campainha|a lâmpada|o cadeado|a capa|a pega|o saco|o manual|a caixa
extra: {perk} incluído|ajuda {skill}|dizemos com clareza: bom trabalho e gente {adj}|se vierem dois, cada um recebe {pay}
call: ligue {C}|tel. {C}|telefone: {C}|pergunte por {name}: {C}|{C} (chamadas e SMS)
whatsapp: WhatsApp {C}|escreva no WhatsApp: {C}|só WhatsApp {C}
mail: e-mail: {C}|escreva para {C}|mande um e-mail a {C}
telegram: Telegram {C}|escreva no Telegram {C}|TG: {C}
instagram: Instagram {C}|insta: {C}|IG {C}
bank: sinal para o IBAN {C}|conta {C}|transferência do sinal: {C}
coin: pagamento em cripto: {C}|carteira {C}|sinal em cripto para {C}
agency: informações no escritório: {C}|linha da nossa agência {C}|através da agência, {C}
)";

constexpr std::string_view kItalianGrammar = R"(
title: {job} a {town}|{town}: {job}|cercasi {job}|offerta: {job} ({pay})|{job}, {soon}|lavoro a {town} – {job}
seek: cerchiamo|ci serve|il nostro gruppo cerca|assumiamo|cercasi|posti liberi per
adj: affidabile|gentile|volenteroso|puntuale|paziente|allegro|con esperienza|costante|veloce
firm: impresa familiare|piccola ditta|gruppo di {=5-40}|casa nota|nuova filiale|ditta giovane|casa con {=12-60} anni di storia
soon: subito|dal {date}|la prossima settimana|al più presto|questo mese|per la stagione|per {=3-10} mesi
hire: {seek} {job} {adj} per la nostra sede di {town}|{firm} di {town} cerca {job} {soon}|{job}: posto libero {soon} a {town}
 |{seek} {job} {soon}, anche senza esperienza|inizia {soon} come {job} in una {firm}
tasks: il lavoro: {task}, {task} e {task}|bisogna {task} e {task}|ogni giorno: {task}, {task}|soprattutto {task}, a volte {task}
pay: {pay} più {perk}|paghiamo {pay} e {perk}|{pay}, pagati ogni {when}, {perk}|paga da {pay}|{perk}, {perk} e {pay}
when: settimana|mese|venerdì|quindici giorni
perk: pasti gratis|ferie pagate|viaggio pagato|contratto scritto|extra la domenica|abiti da lavoro|corso di lingua
 |premio dopo {=3-9} mesi|parcheggio gratis
home: camera di {#9-18} m² a {#180-420} al mese|casa condivisa a {=5-30} minuti|aiutiamo a trovare una camera|senza alloggio, ma {perk}
need: chiediamo persone {adj} e {adj}|persone da {#18-21} a {#45-60} anni|utile {skill}|{skill} e {skill} aiutano
 |senza esperienza, insegniamo in {=2-14} giorni
skill: la patente|un po' di inglese|informatica di base|buona salute|una seconda lingua|esperienza di vendita|conoscere la zona
time: {=3-6} giorni a settimana, {=4-9} ore al giorno|dalle {=6-10}:00 alle {=15-21}:{=10-50}|{=12-40} ore settimanali|fine settimana libero|solo mattina
about: {name} guida il gruppo e spiega tutto|siamo {=3-60} persone di {=3-12} paesi|siamo a {town} da {=3-40} anni|buon clima e gente {adj}
close: chiedere di {name}|rispondiamo in {=2-48} ore|dite dove avete visto l'annuncio|scrivete due righe su di voi|rif. {#1200-98700}|a presto
job0: cameriere o cameriera|personale di sala|aiuto bar
task0: servire ai tavoli|prendere ordini|preparare i tavoli|aiutare al bar|asciugare i bicchieri
job1: addetto alle pulizie|aiuto domestico|personale di pulizia
task1: pulire uffici|rifare i letti|lavare le finestre|passare l'aspirapolvere|cambiare le lenzuola
job2: bracciante|aiuto per la raccolta|operaio di serra
task2: cogliere fragole|scegliere mele|piantare|dare da mangiare alle galline|riempire cassette
job3: autista|corriere|guidatore di furgone
task3: consegnare pacchi|portare clienti alla stazione|caricare il furgone|controllare le carte
job4: modella o modello da catalogo|modella per maglieria|modella per mani
task4: mostrare cappotti|sfilare in negozio|posare con scarpe|provare campioni
job5: tata|babysitter|aiuto per bambini
task5: prendere i bambini a scuola|preparare il pranzo|leggere storie|aiutare con i compiti
job6: muratore|aiuto muratore|imbianchino
task6: preparare la malta|dipingere pareti|posare piastrelle|portare mattoni|montare ponteggi
job7: operatore telefonico|addetto al call center|assistenza clienti
task7: rispondere al telefono|fissare appuntamenti|scrivere brevi messaggi|aiutare i clienti
offer: {obj}, {cond}, {#15-950} €|{give} {obj}, {cond}|{obj}, {cond}, ritiro a {town}|{cond}: {obj}
give: vendo|regalo|affitto|scambio|offro
obj: bicicletta|divano|lavatrice|lezioni di chitarra|camera doppia|lezioni di matematica|passeggino|tenda per {=2-6}|scrivania {#80-160}x{#50-80} cm
 |tavolo di rovere|pianoforte|lotto di {=4-30} libri|attrezzi da giardino|forno|posto auto
cond: come nuovo|usato {=2-9} mesi|con piccoli graffi|quasi nuovo|ben tenuto|di {=2-15} anni|pulito
state: si vede la sera|funziona bene, solo {part} da cambiare|comprato nel {=2008-2023}|causa trasloco|peso {#3-60} kg, altezza {#30-190} cm|con {part} e {part}
part: il campanello|la lampada|il lucchetto|la fodera|il manico|la borsa|il manuale|la scatola
extra: {perk} compreso|aiuta {skill}|lo diciamo chiaro: buon lavoro e gente {adj}|se venite in due, ognuno riceve {pay}
call: chiamare {C}|tel. {C}|telefono: {C}|chiedere di {name}: {C}|{C} (chiamate e SMS)
whatsapp: WhatsApp {C}|scrivere su WhatsApp: {C}|solo WhatsApp {C}
mail: mail: {C}|e-mail: {C}|scrivere a {C}
telegram: Telegram {C}|scrivere su Telegram {C}|TG: {C}
instagram: Instagram {C}|insta: {C}|IG {C}
bank: acconto sull'IBAN {C}|conto {C}|bonifico dell'acconto: {C}
coin: pagamento in cripto: {C}|portafoglio {C}|acconto in cripto a {C}
agency: informazioni in ufficio: {C}|linea della nostra agenzia {C}|tramite agenzia, {C}
)";

}  // namespace maillon::simulate
