//! Words that are a letter, a stroke or a tone from another word. Whoever writes one of them means it.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words for parties, papers, times and sides.
pub static LATIN: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| LATIN_WORDS.split_whitespace().collect());

const LATIN_WORDS: &str = "lender sender vendor vendee tender renter tenant seller teller buyer payer payee player lessor lessee \
employer employee licensor licensee assignor assignee grantor grantee mortgagor mortgagee guarantor \
guarantee trustor trustee bailor bailee franchisor franchisee transferor transferee consignor consignee \
promisor promisee pledgor pledgee donor donee owner debtor creditor debit credit import export importer \
exporter inbound outbound inner outer upper lower former latter first second third fourth fifth sixth \
seventh eighth ninth tenth three four five seven eight nine north south east west left right monthly daily \
weekly yearly hourly annual month year week hour spring summer autumn winter jan feb mar apr may jun jul aug \
sep oct nov dec june july march april ours yours our your male female mother father brother sister husband \
wife master client agent broker banker baker partner parent patent patient plan plant lease release rent \
loan bond gross net main annex appendix draft final host guest maker taker giver helper writer waiter holder \
folder builder bidder dealer leader reader trader drawer drawee endorser endorsee insurer insured indemnitor \
indemnitee contractor contractee manager director inspector investor investee inventor advisor advisee \
supervisor principal alpha beta delta zeta theta cosigner consigner signer singer carrier barrier courier \
shipper chipper skipper settlor settler lesser bailer sailor tailor clients user loser boarder border \
broader order trail trial form from dairy diary angel angle united untied causal casual council counsel \
counselor councilor stationary stationery complement compliment personal personnel licence license affect \
effect shopper chopper porter poster potter printer painter banner worker walker porters hirer hiree rater \
later caterer charter chatter officer offeror offeree obligor obligee issuer acceptor acquirer acquiree \
recipient receiver reviewer reviser remitter resident president student studio landlord landlady tenants \
lawyer layer prayer donator depositor depositary depository operator founder funder fonder finder binder \
lander sponsor producer procurer provider divider driver diver miner minor major mayor";

/// Chinese words of two characters that sound or look like another, or are another when turned round.
pub static HAN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| HAN_WORDS.split_whitespace().collect());

const HAN_WORDS: &str = "订金 定金 权利 权力 订单 定单 公证 公正 报修 保修 包销 报销 收益 受益 实物 事务 实务 受权 授权 期中 期终 中止 终止 中值 终值 公司 工资 定价 订价 定购 \
订购 定货 订货 交货 缴获 会计 合计 核计 工时 公式 公示 公事 工事 利息 利率 海上 上海 制定 制订 签订 签定 租金 足金 现金 押金 预付 房屋 财务 财物 劳务 \
佣金 税金 附表 副表 附本 副本 抚养 扶养 供养 遗产 债券 债权 期权 弃权 起诉 启示 启事 申明 声明 申诉 身份 人事 人士 人氏 法人 法规 经济 经纪 业务 医务 \
义务 医院 成品 产品 购置 联系 工程";
