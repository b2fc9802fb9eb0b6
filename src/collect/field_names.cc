// The names are those of common exports and of the UN languages (and Portuguese,
// German, Italian, Turkish), folded. A name stands before another of the same field
// if it says more clearly that it is the one.
#include "collect/field_names.h"

#include <string>

#include "collect/fold.h"

namespace maillon::collect {
namespace {

struct Names {
  Field field;
  std::string_view names;  // separated by spaces, best first
};

constexpr Names kNames[] = {
    {Field::id,
     "id adid postid listingid messageid recordid itemid tweetid articleid uniqueid uuid guid uid "
     "identifier reference ref adnumber idannonce annonceid idanuncio anuncioid identifiant "
     "identificador идентификатор номеробъявления ид код معرف رقمالاعلان رقم 编号 标识 帖子id "
     "信息编号 "
     "序号 anzeigenid jobid"},
    {Field::source,
     "source site website platform origin sitename channel plateforme fuente sitio "
     "plataforma origen источник сайт площадка المصدر الموقع منصة 来源 网站 平台 quelle"},
    {Field::url,
     "url link permalink href posturl adurl listingurl pageurl sourceurl weburl lien "
     "adresseweb enlace ссылка адресссылки رابط الرابط 链接 网址 地址链接 uri"},
    {Field::posted_at,
     "postedat date postdate posteddate posted publishedat published publishdate publicationdate "
     "createdat created createddate creationdate timestamp datetime time createdutc createdtime "
     "dateposted datepublished listedat addate dateadded sentat firstseen scrapedat "
     "datepublication datedepublication datecreation fecha fechapublicacion fechadepublicacion "
     "creado дата датапубликации датаразмещения опубликовано время дататиме تاريخ التاريخ "
     "تاريخالنشر وقت 日期 时间 发布时间 发布日期 发表时间 data datapublicacao datum tarih "
     "updatedat "
     "unixtime unixtimestamp"},
    {Field::author,
     "author authors user username sender poster seller postedby from nickname profile "
     "profilename account accountname screenname contactname advertiser auteur "
     "expediteur vendeur annonceur autor remitente usuario vendedor автор отправитель "
     "пользователь продавец имяпользователя الكاتب المؤلف المرسل المستخدم 作者 用户 发布者 "
     "用户名 发送者 absender"},
    {Field::title,
     "title titre titulo subject headline heading jobtitle adtitle posttitle sujet "
     "intitule asunto encabezado заголовок название тема العنوان عنوان موضوع 标题 题目 "
     "主题 titel titolo baslik betreff"},
    {Field::body,
     "body text description desc message content contents posttext bodytext fulltext messagetext "
     "adtext details jobdescription descriptiontext caption comment tweet selftext sms post "
     "texte contenu corps annonce texto descripcion contenido cuerpo mensaje detalles anuncio "
     "текст описание сообщение содержание объявление текстобъявления نص النص الوصف وصف الرسالة "
     "المحتوى تفاصيل 正文 内容 文本 描述 详情 消息 信息内容 descricao mensagem conteudo "
     "beschreibung "
     "nachricht inhalt testo descrizione messaggio aciklama metin mesaj deskripsi"},
    {Field::city,
     "city town locality place cityname ville commune localite ciudad localidad "
     "municipio город населенныйпункт المدينة مدينة 城市 市 cidade stadt ort citta sehir "
     "location region area lieu lugar ubicacion местоположение الموقعالجغرافي 地点 地区"},
    {Field::country,
     "country countrycode countryname nation pays paisresidencia pais страна الدولة "
     "البلد دولة بلد 国家 国 land paese ulke"},
    {Field::lat, "lat latitude geolat latitud широта خطالعرض 纬度 breitengrad latitudine enlem"},
    {Field::lon,
     "lon lng long longitude geolon geolng longitud долгота خطالطول 经度 laengengrad "
     "langengrad longitudine boylam"},
    {Field::language,
     "language lang languagecode langue idioma lengua язык اللغة لغة 语言 sprache "
     "lingua dil locale"},
    {Field::price,
     "price amount cost rate salary wage pay salaryrange prix tarif salaire precio "
     "tarifa salario цена стоимость зарплата السعر سعر الراتب 价格 价钱 薪资 工资 preis "
     "preco prezzo fiyat gehalt"},
    {Field::images,
     "images image photos photo pictures picture imageurls imageurl photourls media "
     "imagefiles attachments imagenes fotos foto photographies изображения фото "
     "фотографии الصور صور صورة 图片 照片 bilder immagini resimler"},
};

std::optional<NamedField> find_folded(std::string_view folded) {
  if (folded.empty()) return std::nullopt;
  for (const Names& names : kNames) {
    int rank = 0;
    for (std::size_t at = 0; at < names.names.size(); ++rank) {
      const std::size_t space = std::min(names.names.find(' ', at), names.names.size());
      if (names.names.substr(at, space - at) == folded) return NamedField{names.field, rank};
      at = space + 1;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<NamedField> find_named_field(std::string_view column) {
  const std::optional<Field> own = parse_field(column);
  if (own && is_stated(*own)) return NamedField{*own, 0};
  if (const auto found = find_folded(fold_name(column))) return found;
  // "location.city" by its last part; but the id of a part is not the post's.
  const std::size_t dot = column.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::optional<NamedField> last = find_folded(fold_name(column.substr(dot + 1)));
  if (last &&
      (last->field == Field::id || last->field == Field::source || last->field == Field::url)) {
    return std::nullopt;
  }
  if (last) last->rank += 100;
  return last;
}

}  // namespace maillon::collect
