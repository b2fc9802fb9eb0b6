#include "web/log_in_texts.h"

#include <algorithm>

#include "base/ascii.h"

namespace maillon::web {

namespace {

constexpr LogInTexts kTexts[] = {
    {"en", "ltr", "Log in", "Name", "Password", "One-time code",
     "Only if your account has a second factor: the six figures that your telephone shows.",
     "Name, password or code is not right. After five failures an account waits, longer each time.",
     "This account waits after too many failures. Try again later, or ask an administrator.",
     "You have been logged out.", "Your account", "Role in this case", "Log out",
     "Set another password", "New password", "A password has 12 characters or more.", "To the case",
     "You are no member of this case. An administrator can make you one."},
    {"fr", "ltr", "Se connecter", "Nom", "Mot de passe", "Code à usage unique",
     "Seulement si votre compte a un second facteur : les six chiffres affichés par votre "
     "téléphone.",
     "Le nom, le mot de passe ou le code est faux. Après cinq échecs, un compte attend, chaque "
     "fois "
     "plus longtemps.",
     "Ce compte attend après trop d'échecs. Réessayez plus tard ou demandez à un administrateur.",
     "Vous êtes déconnecté.", "Votre compte", "Rôle dans ce dossier", "Se déconnecter",
     "Changer de mot de passe", "Nouveau mot de passe", "Un mot de passe a 12 caractères ou plus.",
     "Vers le dossier",
     "Vous n'êtes pas membre de ce dossier. Un administrateur peut vous y inscrire."},
    {"es", "ltr", "Iniciar sesión", "Nombre", "Contraseña", "Código de un solo uso",
     "Solo si su cuenta tiene un segundo factor: las seis cifras que muestra su teléfono.",
     "El nombre, la contraseña o el código no es correcto. Tras cinco fallos una cuenta espera, "
     "cada "
     "vez más tiempo.",
     "Esta cuenta espera tras demasiados fallos. Inténtelo más tarde o pregunte a un "
     "administrador.",
     "Ha cerrado la sesión.", "Su cuenta", "Función en este caso", "Cerrar sesión",
     "Cambiar la contraseña", "Contraseña nueva", "Una contraseña tiene 12 caracteres o más.",
     "Al caso", "No es miembro de este caso. Un administrador puede incluirle."},
    {"ar", "rtl", "تسجيل الدخول", "الاسم", "كلمة المرور", "رمز لمرة واحدة",
     "فقط إذا كان لحسابك عامل ثانٍ: الأرقام الستة التي يعرضها هاتفك.",
     "الاسم أو كلمة المرور أو الرمز غير صحيح. بعد خمس محاولات فاشلة ينتظر الحساب، وقتًا أطول كل "
     "مرة.",
     "هذا الحساب في انتظار بعد محاولات فاشلة كثيرة. حاول لاحقًا أو اسأل مسؤول النظام.",
     "تم تسجيل خروجك.", "حسابك", "الدور في هذه القضية", "تسجيل الخروج", "تغيير كلمة المرور",
     "كلمة المرور الجديدة", "كلمة المرور من 12 حرفًا أو أكثر.", "إلى القضية",
     "لست عضوًا في هذه القضية. يمكن لمسؤول النظام إضافتك."},
    {"ru", "ltr", "Войти", "Имя", "Пароль", "Одноразовый код",
     "Только если у учётной записи есть второй фактор: шесть цифр, которые показывает телефон.",
     "Имя, пароль или код неверны. После пяти неудач учётная запись ждёт, каждый раз дольше.",
     "Учётная запись ждёт после слишком многих неудач. Попробуйте позже или спросите "
     "администратора.",
     "Вы вышли.", "Ваша учётная запись", "Роль в этом деле", "Выйти", "Сменить пароль",
     "Новый пароль", "В пароле не меньше 12 знаков.", "К делу",
     "Вы не участник этого дела. Администратор может вас включить."},
    {"zh", "ltr", "登录", "用户名", "密码", "一次性验证码",
     "仅当您的账户启用了第二因素时填写：手机上显示的六位数字。",
     "用户名、密码或验证码不正确。失败五次后账户须等待，每次时间更长。",
     "该账户因失败次数过多须等待。请稍后再试，或联系管理员。", "您已退出登录。", "您的账户",
     "在本案件中的角色", "退出登录", "更改密码", "新密码", "密码至少 12 个字符。", "返回案件",
     "您不是本案件的成员。管理员可以将您加入。"},
};

}  // namespace

const LogInTexts& log_in_texts(std::string_view accept) {
  while (!accept.empty()) {
    const std::size_t cut = std::min(accept.find(','), accept.size());
    std::string_view one = accept.substr(0, cut);
    accept.remove_prefix(std::min(cut + 1, accept.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    for (const LogInTexts& texts : kTexts) {
      if (same_ignoring_case(one.substr(0, 2), texts.language)) return texts;
    }
  }
  return kTexts[0];
}

}  // namespace maillon::web
