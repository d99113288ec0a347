"""What tourists might write, one phrase a line; the patterns of `hub.rescue` were mended until all of them fit."""

IN_DANGER = """\
救救我
我掉下去了，腿断了
我掉进河里了
有人掉进水库了
孩子掉到井里了
缆车不动了，我们挂在半空
我们在山顶下不来，天黑了，又冷又饿
我们迷路了，天快黑了没有信号
老人摔倒了起不来
我老婆晕倒了
我爸心脏不舒服，胸口疼得厉害
胸口很痛喘不过气
有人心脏骤停
溺水了
孩子呛水了没呼吸
我们车掉沟里了
车翻到沟里了
大巴冲下悬崖了
泥石流把路埋了我们出不去
涨水了，我们困在河中间的石头上
洪水来了我们在屋顶上
我们被海水困住了，涨潮了
我在海里漂着
皮划艇翻了，人在水里
橡皮艇翻了
快艇撞了，有人受伤
滑雪摔断腿
爬山摔下来了
有人从山上滚下来
被蛇咬伤了
被狗咬了流血
被马蜂蜇了全身肿
食物中毒，一车人都吐了
煤气中毒
一氧化碳中毒晕过去了
高原反应很严重 嘴唇发紫
小孩高烧抽搐
我儿子走散了
孩子找不着了
我孩子丢了
爸爸走失两个小时了
女朋友被人拖走了
有人抢劫我
有人持刀伤人
有人打架动刀了
司机把我们扔在高速上还威胁要打我们
导游不让我们走还打人
我被关在酒店房间里出不去
被骗到传销窝点，救我
有人跟踪我，我好害怕
我被性侵了
有人猥亵小孩
酒店失火了，浓烟
房间里全是烟
电梯卡住了
我们困在电梯里半小时了
玻璃栈道断了
蹦极绳子断了
过山车停在上面了
摩天轮停了，我们在最上面
摩天轮卡住不动了
有人轻生站在桥边
我朋友说要自杀
他要跳下去了
救命呀谁来帮帮我们
help!! 我们在黄山
快点来人啊，出人命了
人快不行了
快死了
流血不止
头破血流
休克了
没有呼吸了
叫120！
帮我叫120
快打120
帮忙报警
我要报警
报警！有人被打
119 着火了
需要救护车
需要直升机救援
雪崩了
地震了房子塌了
房子塌了压住人了
被压在石头下面
沙漠里没水了，车陷住了
车陷在沙漠里
我们在无人区车坏了没有水
快没电了，我在山里，定位发你
失温了
冻僵了
中暑晕倒
热射病
脖子被绳子勒住
孩子卡在护栏里
手被夹住了
触电了
被雷劈了
我要生了，羊水破了
我老婆要生了在高速上堵着
我们船进水了
轮船失火
飞机颠簸有人受伤
SOS
s o s
mayday
救援！
求援
求救信号
紧急求助
急急急！老人走丢了
人命关天
救命 help
我們在合歡山迷路了
有人墜谷
落海了
小孩溺水
車子翻覆了
遊覽車翻了
被困在電梯
爬山摔斷腿
請快派人來救
叫救護車
我媽昏倒
發生山難
Help we are stuck in the elevator
We're stuck in the cable car and it's swinging
stuck on the ferris wheel for 2 hours
I fell and broke my ankle on the trail
my dad has chest pain
chest pains and can't breathe
my mother collapsed
he is bleeding a lot
she's bleeding badly
someone stabbed a man
man with a knife
someone is following me and I'm scared
I've been kidnapped
they won't let me leave
i am being held against my will
my passport was stolen and they beat me
lost my child at the park
my daughter is lost
can't find my kid
my kid is missing
we are lost on the mountain and it's getting dark
our boat is sinking
our kayak flipped
the raft capsized and people are in the water
people in the water
swept away by the river
my friend was swept out to sea
avalanche
there was an avalanche, people buried
landslide blocked the road, we are cut off
car accident, people hurt
there's been an accident
bus accident many injured
fire!
fire in the hotel
smoke everywhere can't get out
we can't get out
carbon monoxide
allergic reaction, throat closing
she is having an allergic reaction
overdose
seizure
my husband is having a stroke
heat stroke
hypothermia
altitude sickness, he's not responding
snake bite
bitten by a monkey and bleeding
stung by jellyfish can't breathe
send help
need rescue
we need a helicopter
please save us
save me
i'm dying
i'm going to kill myself
in labour on the train, baby is coming
need a doctor now
need medical help
someone call 120
please call 110
call the police now
somebody help
help help
help.
HELP!!!
pls help im trapped
助けてください
助けて!!!
山で動けなくなりました
崖から落ちました
川で子供が流されました
ケーブルカーが止まって降りられません
エレベーターに閉じこめられた
けが人がいます
血がたくさん出ています
骨が折れた
息ができません
胸が苦しい
心臓が痛い
倒れました
意識がありません
蛇に噛まれました
火事！
バスが横転しました
船が沈みそうです
雪崩に巻き込まれました
娘が迷子になりました
娘がいません
襲われました
殴られました
警察を呼んで
救急車お願いします
救急車！
遭難しました
死にそうです
SOSです
誰か助けて
살려줘
사람 살려
도와주세요
산에서 길을 잃었어요
조난당했습니다
절벽에서 떨어졌어요
물에 빠졌어요
아이가 물에 빠졌어요
엘리베이터에 갇혔어요
케이블카가 멈췄어요 갇혀 있어요
아이를 잃어버렸어요
딸이 없어졌어요
숨을 못 쉬어요
가슴이 너무 아파요
의식이 없어요
쓰러졌어요
피가 많이 나요
다리가 부러졌어요
뱀에 물렸어요
불이 났어요
불났어요
교통사고 났어요
버스가 전복됐어요
배가 가라앉고 있어요
눈사태
구조 요청
구급차 불러 주세요
경찰 불러주세요
강도를 만났어요
폭행당했어요
납치됐어요
죽을 것 같아요
구해주세요
제발 구해 주세요
SOS 보냅니다
길을 잃었어요 다리를 다쳤어요
길을 잃고 다리를 다쳐서 못 걷겠어요
머리를 크게 다쳤어요
제가 발목을 다쳤어요
허리를 다쳐서 움직일 수 없어요
迷路了，腿摔伤了
I injured my knee and I'm lost
my leg is hurt, I can't walk
she hurt her back badly
道に迷って歩けません
""".splitlines()
"Somebody is in danger, or sees somebody who is."

IN_PEACE = """\
救生圈在哪买
救生衣租金多少钱
哪里可以租救生衣
急救包在哪里
急救中心电话是多少
救护车收费吗
救命稻草是什么意思
这首歌叫救命
歌曲《救命》在哪里听
电影《绝命救援》好看吗
有没有《中国救援》的电影票
怎么防止溺水
如何预防高原反应
高原反应怎么办
高反严重吗
去西藏会不会高原反应
爬山会不会摔下来
缆车安全吗会不会停在半空
如果遇到地震怎么办
遇到山洪应该怎么做
遇到蛇怎么办
万一迷路了怎么办
景区有救护车吗
景区有救援队吗
有没有医务室
蹦极会不会断绳
玻璃栈道安全吗
落水洞景区怎么走
跳楼机多少钱
密室逃脱多少钱
剧本杀在哪里
海盗船好玩吗
鬼屋可怕吗
漂流会翻船吗
漂流安全吗
我没有被困
没事了，已经找到孩子了
孩子找到了，谢谢
已经获救了谢谢
不用救援了
不需要救护车
刚才误报了
误触了，没事
我是志愿者想参加救援培训
救援队怎么加入
地震博物馆几点开门
地震遗址门票
汶川地震纪念馆怎么去
南京大屠杀遇难同胞纪念馆要预约吗
泰坦尼克号沉船展
火灾逃生演练什么时候
消防博物馆
烈士陵园几点开
我手机掉水里了
我的包丢了
身份证丢了怎么办
钱包被偷了
护照丢了
票丢了能补吗
行李丢了
我迷路了找不到入口
迷路了，地铁站在哪
停车场找不到车了
手机没电了哪里可以充电
累死了
热死了
饿死了哪里有吃的
笑死我了
美死了
急死我了票还没出
急！退票
急需退款
紧急联系人怎么填
紧急出口在哪里
120元一张票吗
110块钱
119路公交到吗
门票120
导游电话110开头
求推荐酒店
求助，怎么买票
帮帮我订票
帮我订酒店
help me book a ticket
can you help me
could you help me find the hotel?
please help me with my booking
I need help with my refund
need some help booking
Is there a fire drill
where is the emergency exit
how do I prevent altitude sickness
how to avoid getting lost
is it dangerous
what if I get lost
what should I do if there is an earthquake
is swimming allowed, any risk of drowning
song Help by the Beatles
The song "SOS" by ABBA
where can I buy a life jacket
lifeguard hours
fire station museum
police museum
lost and found office
I lost my wallet
my phone fell in the lake
I'm lost, where is the metro
I am dying to see the panda
the view is killing me
I love you to death
stuck in traffic
stuck with my booking
my luggage is missing
missing my receipt
my order is missing
no emergency, just a question
not an emergency
thanks for your help
thank you for saving me
found my son, thanks
we are safe now
救命胴衣はどこで借りられますか
救助犬を見たい
緊急連絡先を教えて
非常口はどこ
迷子センターはどこですか
遭難しないための装備
助けてくれてありがとう
この映画「助けて」はどこで
火事の時はどうすれば
地震が起きたらどうすればいい
財布を落としました
携帯を水に落としました
お腹が空いて死にそう
道に迷いました、駅はどこ
구명조끼 어디서 빌려요
구조대 전화번호 알려주세요
응급실이 어디예요
비상구 어디
도와주셔서 감사합니다
예약 좀 도와주세요
예매 도와주세요
지갑을 잃어버렸어요
배고파 죽을 것 같아요
길을 잃었어요 역이 어디예요
119 안전체험관 예약
지진이 나면 어떻게 해요
물에 빠지면 어떻게 해요
不是求救，只是想问路
没人受伤
没有人受伤，放心
没有被困
我不想死
他没有昏迷，只是睡着了
不着急
没有危险
有危险吗
危险吗
那里危险吗
我想看《流浪地球》
有没有地方看《八佰》，讲救援的
小心落水是什么牌子
儿童走失怎么预防
防走失手环哪里领
防溺水宣传片
这个缆车运行到几点
索道今天停了吗
摩天轮几点关门
过山车排队要多久
景区里能打120吗
可以打110投诉吗
我要投诉，导游威胁不给饭吃
导游打人怎么投诉
门票退款一直没到账，再不退我就报警了
我的信用卡卡住了取不出来
房卡卡在门里了
孩子在水里玩安全吗
小朋友多大可以下水
水上乐园有救生员吗
海边涨潮时间
几点涨潮适合赶海
钱塘江大潮什么时候
冻死了，空调能不能关
酒店房间有烟味
房间里全是烟味，要求换房
我们在最上面一层，怎么下去
从山上下来走哪条路
从山上下来要多久
爬山腿疼怎么办
走了一天脚痛
胸口的徽章在哪买
心脏病人可以坐过山车吗
有心脏病能去高原吗
孕妇可以坐缆车吗
还有两个月要生了，能坐飞机吗
老人坐轮椅能进吗
我老婆走不动了有没有观光车
桥断了几年了还没修好吗
断桥残雪怎么走
抢票太难了
有人抢座位怎么办
拿到了票
瑞士军刀能带上飞机吗
可以带刀吗
被雷到了这服务
热死了热死了
人挤人
人不行了就换个地方
车陷阱
购物陷阱太多
我们被带到购物店了
被带去购物店不买不让走
被导游带走错路了
关门时间
山上有信号吗
山里没信号，能下载离线地图吗
没电了哪里充电
我在山上，想问下山缆车几点
我在黄山，请问下雪了吗
派人来接我们吗
能派车来接吗
要不要派导游
直升机观光票价
直升机游览多少钱
雪崩国家公园
生了病能退票吗
宝宝要喝奶
要打人工电话
要打电话吗
在打折吗
快要死线了
快死机了手机
累得快死了
快饿死了
笑得要死
can I get out at the next stop
how do I get out of the station
we can't get out of the app
is there a doctor at the hotel
I need a doctor's note for refund
helicopter tour price
need a helicopter tour
chest of drawers
my baby is coming with us
is there a baby discount
water park tickets
kids in the water park
fire temple opening hours
fire in the sky show
let me go to the next question
don't let me down
beat the crowds
someone is following up my order?
following your instructions
car accident insurance
what number to call police
should I call 120 or 110
how to call 120
heat of summer
allergic to peanuts, any restaurants
I am allergic to seafood
sweet and sour
send me help documents
send help page link
somebody help me with booking
can somebody help me find my hotel
I will be late
the avalanche movie
snake museum
shooting location of the film
photo shooting accident policy
飛行機が落ちた夢
降りられる駅はどこ
ここで降りられますか
警察署はどこですか
救急車の料金は
折れた傘の修理
버스가 늦어요
배가 고파요
배가 아파요
가슴 아픈 역사 박물관
표 구해주세요
경찰서 어디예요
뱀 박물관
눈사태가 나면 어떻게 해요
산에서 길을 잃지 않으려면 어떻게 해요
길을 잃으면 다칠 수 있나요
다리를 다쳤으면 어떻게 하나요
작년에 다리를 다쳤는데 휠체어 있나요
머리를 안 다쳤어요
다리 다친 사람도 입장할 수 있나요
I hurt my back last year, is there a wheelchair
nobody is hurt
if I am hurt, who pays
I lost my hat and my head hurts
道に迷ったら圏外のときどうすればいいですか
""".splitlines()
"The same words where nobody is."
