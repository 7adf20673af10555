#include "search/everyday_words.h"

#include <sstream>

#include "corpus/text.h"

namespace zhengce {
namespace {

// An everyday word and its official ones a line, simplified, all words of two or more characters
// but for a few that are rarely part of another word. Official words of common use (公司, 学校,
// 处罚) are left alone.
constexpr std::string_view kWords = R"(
房东 出租人
房客 承租人
租客 承租人
租户 承租人
租房 租赁
老板 用人单位
员工 劳动者 职工
打工 务工 就业
工资 劳动报酬
薪水 劳动报酬
欠薪 拖欠 劳动报酬
加班 延长工作时间
辞退 解除 劳动合同
开除 解除 劳动合同
炒鱿鱼 解除 劳动合同
裁员 裁减人员
离职 解除 劳动合同
辞职 解除 劳动合同
跳槽 竞业限制
社保 社会保险
医保 医疗保险
养老金 基本养老保险
退休金 基本养老金
公积金 住房公积金
低保 最低生活保障
房产证 不动产 权属证书
身份证 居民身份证
驾照 驾驶证
户口 户籍
小孩 未成年人 子女
孩子 未成年人 子女
儿子 子女
女儿 子女
爸爸 父母
妈妈 父母
老人 老年人
老婆 配偶
老公 配偶
妻子 配偶
丈夫 配偶
结婚 婚姻登记
彩礼 财物
出轨 与他人同居
家暴 家庭暴力
遗产 继承
立遗嘱 遗嘱
欠钱 债务
还钱 返还 清偿
借钱 借款
借条 借款合同
网贷 借款
高利贷 利率
利息 利率
赔钱 赔偿
退钱 退款 返还
退货 更换
押金 保证金
偷 盗窃
小偷 盗窃
骗 诈骗 欺诈
打人 故意伤害 殴打
杀人 故意杀人
坐牢 有期徒刑 监禁
判刑 有期徒刑 刑罚
罚钱 罚款
醉驾 醉酒 驾驶
车祸 交通事故
司机 驾驶人
开车 驾驶
坐车 乘客 旅客
快递 托运 承运人 寄件
弄丢 灭失 丢失
丢失 灭失
丢了 灭失 遗失
坏了 毁损 损坏
损坏 毁损
医生 医务人员 医师
医院 医疗机构
看病 就诊 医疗
病人 患者
整容 医疗美容
邻居 相邻 相邻权利人
隔壁 相邻 相邻权利人
装修 装饰装修
漏水 渗漏
物业公司 物业服务企业 物业服务人
停水 停止供水 中断
停电 中断供电
业委会 业主委员会
开发商 建设单位 出卖人
买房 商品房 买卖
卖房 商品房 买卖
二手房 房屋买卖
拆迁 征收 补偿
征地 土地征收
宅基地 宅基地使用权
网购 电子商务 网络交易
网店 电子商务经营者
商家 经营者
顾客 消费者
假货 假冒 伪劣
盗版 侵权复制品
抄袭 剽窃 侵犯著作权
版权 著作权
山寨 假冒注册商标
抢注 抢先注册
破产 破产清算
打官司 诉讼 起诉
警察 公安机关
派出所 公安机关
检察院 人民检察院
上访 信访
狗 动物 饲养
宠物 饲养的动物
咬伤 动物 损害
高空抛物 建筑物 抛掷
砸伤 坠落 损害
受伤 人身损害
怀孕 孕期
产假 生育
上学 入学 义务教育
偷税 逃税 税务机关
人肉 个人信息
造谣 诽谤 谣言
骂人 侮辱
吸毒 毒品 吸食
种地 耕地 农业
承包地 土地承包
养老院 养老机构
欠款 债务
欠债 债务
抵押 抵押权
涨价 价格
乱收费 违规收费
罚单 行政处罚
偷拍 隐私
偷看 隐私
性骚扰 骚扰
强奸 性侵害
赡养 父母
抚养费 抚养
抚养权 抚养
领养 收养
养子 养子女 收养
外嫁女 集体经济组织成员
继父 继父母
房子 房屋 住房
店铺 经营场所
开店 个体工商户 登记
毁约 违约 解除合同
反悔 撤销
骗子 欺诈
中介费 中介 报酬
机票 航空 旅客
航班 航空 承运人
公交车 公共汽车
出租车 巡游出租汽车
网约车 网络预约出租汽车
电动车 电动自行车
车位 车库
噪音 噪声
跳广场舞 噪声
砍树 采伐 林木
打猎 猎捕
野味 野生动物
着火 火灾
起火 火灾
食物中毒 食品安全
药店 药品经营
假药 药品
职业病 诊断
受工伤 工伤认定
临时工 劳务派遣
年假 年休假
童工 未成年工 禁止使用
和尚 宗教教职人员
寺庙 宗教活动场所
当兵 服兵役 兵役
退伍 退役军人
炒股 证券 交易
保险公司 保险人
投保 投保人
理赔 保险金 赔偿
银行卡 银行账户
黑客 计算机信息系统
主播 网络直播
短视频 视听作品
照片 摄影作品 肖像
歌曲 音乐作品
起名 姓名
村长 村民委员会
村委会 村民委员会
居委会 居民委员会
受贿 贿赂
行贿 贿赂
送礼 贿赂
复议 行政复议
强拆 强制拆除
违建 违法建筑 违章建筑
老赖 失信被执行人
保全 财产保全
取保 取保候审
精神病人 精神障碍患者
)";

std::vector<EverydayWord> read_words() {
  std::vector<EverydayWord> words;
  std::istringstream lines{std::string(kWords)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    std::string part;
    if (!(parts >> part)) continue;
    EverydayWord& word = words.emplace_back();
    word.said = decode_utf8(part);
    while (parts >> part) word.official.push_back(decode_utf8(part));
  }
  return words;
}

}  // namespace

std::vector<EverydayWord> everyday_words(std::u32string_view folded) {
  static const std::vector<EverydayWord> all = read_words();
  std::vector<EverydayWord> found;
  for (const EverydayWord& word : all) {
    if (folded.find(word.said) != std::u32string_view::npos) found.push_back(word);
  }
  return found;
}

}  // namespace zhengce
