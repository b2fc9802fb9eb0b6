// Words that state a sex or a sector of work, in six languages; blanks between words.
#pragma once

#include <string_view>

namespace maillon::rank {

struct StatedWords {
  std::string_view group, words;
};

inline constexpr StatedWords kSexWords[] = {
    {"women",
     "woman women girl girls lady ladies female females she her waitress hostess housemaid "
     "femme femmes fille filles dame dames elle elles serveuse hôtesse "
     "mujer mujeres chica chicas señora señorita ella ellas camarera muchacha muchachas "
     "женщина женщины женщину женщин девушка девушки девушек девушку девушкам она её "
     "امرأة نساء فتاة فتيات بنت بنات سيدة سيدات هي "
     "女 她 女孩 女生 女性 女士 姑娘 妇女"},
    {"men",
     "man men boy boys gentleman gentlemen male males he his him waiter "
     "homme hommes garçon garçons monsieur il ils serveur "
     "hombre hombres chico chicos señor él ellos camarero muchacho muchachos "
     "мужчина мужчины мужчину мужчин парень парни парней мужчинам он его "
     "رجل رجال شاب شباب هو "
     "男 他 男孩 男生 男性 先生 小伙"},
};

inline constexpr StatedWords kSectorWords[] = {
    {"domestic work",
     "nanny housekeeper cleaner cleaning maid caregiver babysitter "
     "nounou ménage femme_de_ménage gouvernante "
     "niñera limpieza empleada_doméstica cuidadora "
     "няня уборщица домработница сиделка уборка مربية عاملة_منزلية خادمة تنظيف 保姆 保洁 家政 "
     "月嫂"},
    {"hospitality",
     "waiter waitress kitchen chef cook hotel restaurant bartender barista "
     "serveur serveuse cuisinier cuisine hôtel plongeur "
     "camarero camarera cocina cocinero restaurante "
     "официант официантка повар кухня отель ресторан кафе نادل مطبخ طباخ فندق مطعم 服务员 厨师 "
     "餐厅 酒店 餐馆"},
    {"construction",
     "construction bricklayer builder scaffolder welder "
     "chantier maçon bâtiment soudeur obra albañil construcción soldador "
     "стройка строитель каменщик сварщик стройку بناء عامل_بناء لحام 建筑 工地 焊工"},
    {"agriculture",
     "farm harvest picking picker greenhouse orchard "
     "ferme récolte vendanges cueillette serre granja cosecha vendimia invernadero finca "
     "ферма ферме сбор урожай теплица теплице مزرعة حصاد قطف مزارع 农场 采摘 大棚"},
    {"factory and warehouse",
     "factory warehouse packing assembly forklift "
     "usine entrepôt emballage fábrica almacén empaquetado "
     "завод склад упаковщик фабрика цех مصنع مستودع تعبئة 工厂 仓库 流水线 厂"},
    {"transport",
     "driver courier truck chauffeur livreur camion conductor repartidor camión "
     "водитель курьер грузовик سائق توصيل شاحنة 司机 快递"},
    {"entertainment and body work",
     "dancer nightclub escort massage hostess masseuse modelling "
     "danseuse cabaret hôtesse bailarina discoteca masaje azafata "
     "танцовщица клуб массаж эскорт راقصة ملهى مساج 夜场 按摩 舞者 陪侍"},
    {"office and call centre",
     "call_center call_centre customer_service data_entry typist "
     "centre_d_appel service_client télévente atención_al_cliente "
     "колл_центр оператор خدمة_العملاء مركز_اتصال 客服 打字员"},
};

}  // namespace maillon::rank
